using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            /// <summary>The parameters with their names: the module's own, then those of its children in order of registration, each with its path. A shared one comes once.</summary>
            public virtual IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true)
            {
                CompleteRegistration();
                var seen = NewSet();
                foreach (var (name, parameter) in _internal_params.ToArray())
                {
                    if (!parameter.IsInvalid && seen.Add(parameter)) yield return (name, parameter);
                }

                if (!recurse) yield break;
                foreach (var (path, child) in _internal_submodules.ToArray())
                {
                    foreach (var (name, parameter) in child.named_parameters(true))
                    {
                        if (seen.Add(parameter)) yield return ($"{path}.{name}", parameter);
                    }
                }
            }

            /// <summary>The buffers with their names: the module's own, then those of its children, each with its path. A shared one comes once.</summary>
            /// <param name="recurse">Whether those of the children come too.</param>
            /// <param name="include_nonpersistent">Whether those outside the state dictionary come too.</param>
            public virtual IEnumerable<(string name, Tensor buffer)> named_buffers(bool recurse = true, bool include_nonpersistent = true)
            {
                CompleteRegistration();
                var seen = NewSet();
                foreach (var (name, (buffer, persistent)) in _internal_buffers.ToArray())
                {
                    if ((persistent || include_nonpersistent) && !buffer.IsInvalid && seen.Add(buffer)) yield return (name, buffer);
                }

                if (!recurse) yield break;
                foreach (var (path, child) in _internal_submodules.ToArray())
                {
                    foreach (var (name, buffer) in child.named_buffers(true, include_nonpersistent))
                    {
                        if (seen.Add(buffer)) yield return ($"{path}.{name}", buffer);
                    }
                }
            }

            /// <summary>The modules directly below this one, with their names. A shared one comes once.</summary>
            public virtual IEnumerable<(string name, Module module)> named_children()
            {
                CompleteRegistration();
                var seen = NewSet();
                foreach (var (name, child) in _internal_submodules.ToArray())
                {
                    if (seen.Add(child)) yield return (name, child);
                }
            }

            /// <summary>Every module below this one with its path: first the children, then what is below each. A shared one comes once.</summary>
            public virtual IEnumerable<(string name, Module module)> named_modules()
            {
                var seen = NewSet();
                foreach (var (name, child) in named_children())
                {
                    if (seen.Add(child)) yield return (name, child);
                }

                foreach (var (path, child) in named_children())
                {
                    foreach (var (name, module) in child.named_modules())
                    {
                        if (seen.Add(module)) yield return ($"{path}.{name}", module);
                    }
                }
            }

            /// <summary>The parameters, in the order of <see cref="named_parameters"/>.</summary>
            public virtual IEnumerable<Parameter> parameters(bool recurse = true) => named_parameters(recurse).Select(entry => entry.parameter);

            /// <summary>The buffers, in the order of <see cref="named_buffers"/>.</summary>
            public virtual IEnumerable<Tensor> buffers(bool recurse = true, bool include_nonpersistent = true) =>
                named_buffers(recurse, include_nonpersistent).Select(entry => entry.buffer);

            /// <summary>Every module below this one, in the order of <see cref="named_modules"/>.</summary>
            public virtual IEnumerable<Module> modules() => named_modules().Select(entry => entry.module);

            /// <summary>The modules directly below this one.</summary>
            public virtual IEnumerable<Module> children() => named_children().Select(entry => entry.module);

            /// <summary>Whether there is a buffer at a path, as <c>encoder.mask</c>.</summary>
            public virtual bool has_buffer(string target) => get_buffer(target) is not null;

            /// <summary>Whether there is a parameter at a path, as <c>encoder.weight</c>.</summary>
            public virtual bool has_parameter(string target) => get_parameter(target) is not null;

            /// <summary>The buffer at a path, as <c>encoder.mask</c>; null where there is none.</summary>
            public virtual Tensor? get_buffer(string target)
            {
                CompleteRegistration();
                if (_internal_buffers.TryGetValue(target, out var own)) return own.Item1;
                return Child(target, out var rest)?.get_buffer(rest);
            }

            /// <summary>The parameter at a path, as <c>encoder.weight</c>; null where there is none.</summary>
            public virtual Parameter? get_parameter(string target)
            {
                CompleteRegistration();
                if (_internal_params.TryGetValue(target, out var own)) return own;
                return Child(target, out var rest)?.get_parameter(rest);
            }

            /// <summary>The parameters, as an array.</summary>
            protected virtual Parameter[] _parameters(bool recurse = true) => parameters(recurse).ToArray();

            /// <summary>The module's own parameters with their names.</summary>
            protected virtual (string name, Parameter parameter)[] _named_parameters() => named_parameters(false).ToArray();

            /// <summary>The module's own buffers with their names.</summary>
            protected virtual (string name, Tensor buffer)[] _named_buffers() => named_buffers(false).ToArray();

            private static HashSet<object> NewSet() => new(ReferenceEqualityComparer.Instance);

            /// <summary>The child that a path's first part names, and the path below it.</summary>
            private Module? Child(string path, out string rest)
            {
                var dot = path.IndexOf('.', StringComparison.Ordinal);
                rest = path[(dot + 1)..];
                return dot > 0 && _internal_submodules.TryGetValue(path[..dot], out var child) ? child : null;
            }
        }
    }
}
