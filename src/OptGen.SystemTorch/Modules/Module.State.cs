namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            /// <summary>
            /// The parameters and persistent buffers by path: the tensors themselves, not copies. First all parameters, then all
            /// buffers; a shared one stands under each of its paths.
            /// </summary>
            /// <param name="destination">The dictionary to add to; a new one where null. Keys it has already keep their tensors.</param>
            /// <param name="prefix">What the paths begin with, without the dot.</param>
            public virtual Dictionary<string, Tensor> state_dict(Dictionary<string, Tensor>? destination = null, string? prefix = null)
            {
                destination ??= [];
                var start = string.IsNullOrEmpty(prefix) ? string.Empty : prefix + ".";
                foreach (var (path, parameter) in named_parameters()) destination.TryAdd(start + path, parameter);
                foreach (var (path, buffer) in named_buffers(include_nonpersistent: false)) destination.TryAdd(start + path, buffer);

                // Adds the other paths of what is shared; everything else is there by now.
                foreach (var (path, child) in _internal_submodules.ToArray()) child.state_dict(destination, start + path);
                return destination;
            }

            /// <summary>Copies tensors into the parameters and persistent buffers of the same paths, converting type and device.</summary>
            /// <param name="source">The tensors by path.</param>
            /// <param name="strict">Whether paths that only one side has are an error.</param>
            /// <param name="skip">Paths that neither are copied nor count as missing or unexpected.</param>
            /// <returns>The paths that the source lacks, and those that the module lacks.</returns>
            /// <exception cref="InvalidOperationException">Paths are missing or unexpected, or shapes differ (that even where not strict); nothing is copied then.</exception>
            public virtual (IList<string> missing_keys, IList<string> unexpected_keyes) load_state_dict(
                Dictionary<string, Tensor> source,
                bool strict = true,
                IList<string>? skip = null)
            {
                var destination = state_dict();
                var skipped = new HashSet<string>(skip ?? []);
                var misfit = new StateMisfit();
                foreach (var (path, tensor) in source)
                {
                    if (skipped.Contains(path)) continue;
                    if (!destination.TryGetValue(path, out var target)) misfit.Unexpected.Add(path);
                    else if (!target.shape.SequenceEqual(tensor.shape)) misfit.Shape(path, target.shape, tensor.shape);
                }

                misfit.Missing.AddRange(destination.Keys.Where(path => !skipped.Contains(path) && !source.ContainsKey(path)));
                if (misfit.IsError(strict)) throw new InvalidOperationException(misfit.Describe(GetName(), "state dictionary"));
                using (no_grad())
                {
                    foreach (var (path, tensor) in source)
                    {
                        if (!skipped.Contains(path) && destination.TryGetValue(path, out var target)) target.copy_(tensor);
                    }
                }

                return (misfit.Missing, misfit.Unexpected);
            }

            /// <summary>Writes the state dictionary to a file, in TorchSharp's format.</summary>
            /// <param name="location">The file, which is overwritten.</param>
            /// <param name="skip">Paths to leave out.</param>
            public Module save(string location, IList<string>? skip = null)
            {
                using var stream = File.Create(location);
                return save(stream, skip);
            }

            /// <summary>Writes the state dictionary to a stream, in TorchSharp's format, and closes the stream.</summary>
            public Module save(Stream stream, IList<string>? skip = null)
            {
                using var writer = new BinaryWriter(stream);
                return save(writer, skip);
            }

            /// <summary>Writes the state dictionary, in TorchSharp's format.</summary>
            public Module save(BinaryWriter writer, IList<string>? skip = null)
            {
                save_state_dict(writer, state_dict(), skip);
                return this;
            }

            /// <summary>Writes a state dictionary in TorchSharp's format: the number of entries, then for each its path, type, shape and elements.</summary>
            public static void save_state_dict(BinaryWriter writer, Dictionary<string, Tensor> sd, IList<string>? skip = null)
            {
                var skipped = new HashSet<string>(skip ?? []);
                var entries = sd.Where(entry => !skipped.Contains(entry.Key)).ToArray();
                writer.Write7BitEncodedInt(entries.Length);
                foreach (var (path, tensor) in entries)
                {
                    writer.Write(path);
                    StateFile.Write(writer, tensor);
                }
            }

            /// <summary>Reads parameters and persistent buffers from a file in TorchSharp's format.</summary>
            /// <remarks>What can go wrong is what can go wrong in <see cref="load(BinaryReader, bool, IList{string}, Dictionary{string, bool})"/>.</remarks>
            /// <exception cref="FileNotFoundException">There is no such file.</exception>
            public virtual Module load(string location, bool strict = true, IList<string>? skip = null, Dictionary<string, bool>? loadedParameters = null)
            {
                if (!File.Exists(location)) throw new FileNotFoundException($"There is no file '{location}' to load {GetName()} from.", location);
                using var stream = File.OpenRead(location);
                return load(stream, strict, skip, loadedParameters);
            }

            /// <summary>Reads parameters and persistent buffers from a stream in TorchSharp's format, and closes the stream.</summary>
            /// <remarks>What can go wrong is what can go wrong in <see cref="load(BinaryReader, bool, IList{string}, Dictionary{string, bool})"/>.</remarks>
            public Module load(Stream stream, bool strict = true, IList<string>? skip = null, Dictionary<string, bool>? loadedParameters = null)
            {
                using var reader = new BinaryReader(stream);
                return load(reader, strict, skip, loadedParameters);
            }

            /// <summary>Reads parameters and persistent buffers in TorchSharp's format. The parameters stay the same objects, wherever they live.</summary>
            /// <param name="reader">Where to read from; it stands after the last entry afterwards.</param>
            /// <param name="strict">Whether paths that only the file or only the module has are an error.</param>
            /// <param name="skip">Paths that neither are read nor count as missing or unexpected.</param>
            /// <param name="loadedParameters">Gets every path in the file, with whether the module has it.</param>
            /// <exception cref="ArgumentException">Paths are missing or unexpected, or types or shapes differ (that even where not strict); nothing is changed then.</exception>
            /// <exception cref="InvalidDataException">What is read is no such file, or not all of it.</exception>
            public virtual Module load(
                BinaryReader reader,
                bool strict = true,
                IList<string>? skip = null,
                Dictionary<string, bool>? loadedParameters = null)
            {
                var destination = state_dict();
                var skipped = new HashSet<string>(skip ?? []);
                var misfit = new StateMisfit();
                var missing = new HashSet<string>(destination.Keys.Where(path => !skipped.Contains(path)));
                using var scope = NewDisposeScope();
                var values = new List<(Tensor Target, Tensor Value)>();
                for (var remaining = StateFile.ReadCount(reader); remaining > 0; remaining--)
                {
                    var path = StateFile.ReadPath(reader);
                    var entry = StateFile.ReadHeader(reader, path);
                    var isKnown = destination.TryGetValue(path, out var target);
                    if (loadedParameters is not null) loadedParameters[path] = isKnown;
                    missing.Remove(path);
                    if (!isKnown && !skipped.Contains(path)) misfit.Unexpected.Add(path);
                    if (!isKnown || skipped.Contains(path))
                    {
                        entry.Skip(reader);
                        continue;
                    }

                    var fits = target!.dtype == entry.Type && target.shape.SequenceEqual(entry.Shape);
                    if (fits)
                    {
                        values.Add((target, entry.Read(reader)));
                        continue;
                    }

                    misfit.Form(path, (target.dtype, target.shape), (entry.Type, entry.Shape));
                    entry.Skip(reader);
                }

                misfit.Missing.AddRange(destination.Keys.Where(missing.Contains));
                if (misfit.IsError(strict)) throw new ArgumentException(misfit.Describe(GetName(), "file"), nameof(reader));
                using (no_grad())
                {
                    foreach (var (target, value) in values) target.copy_(value);
                }

                return this;
            }

            /// <summary>Makes a module and reads its parameters and persistent buffers from a file.</summary>
            public static Module Create<T>(string path)
                where T : Module, new() => new T().load(path);
        }
    }
}
