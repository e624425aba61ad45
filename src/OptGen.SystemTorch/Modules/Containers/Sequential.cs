using System.Runtime.CompilerServices;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Modules one after the other: each gets the result of the one before it.</summary>
    /// <remarks>
    /// Results between two modules are disposed as soon as the next module has used them. A module that returns its input
    /// itself is no problem. The modules are children of this one, disposed with it.
    /// </remarks>
    public class Sequential : nn.Module<Tensor, Tensor>
    {
        private readonly List<nn.IModule<Tensor, Tensor>> steps = [];

        internal Sequential()
            : base(nameof(Sequential))
        {
        }

        /// <summary>Makes a sequence of named modules.</summary>
        protected Sequential(params (string name, nn.Module<Tensor, Tensor> submodule)[] modules)
            : this()
        {
            foreach (var (name, module) in modules) append(name, module);
        }

        /// <summary>Makes a sequence of modules, named <c>0</c>, <c>1</c> and so on.</summary>
        protected Sequential(params nn.Module<Tensor, Tensor>[] modules)
            : this()
        {
            foreach (var module in modules) append(module);
        }

        /// <summary>The number of modules.</summary>
        public int Count => steps.Count;

        /// <summary>The module at a position.</summary>
        [IndexerName("SequentialItems")]
        public nn.IModule<Tensor, Tensor> this[int index] => steps[index];

        /// <summary>A new sequence of the modules from a start up to an end, which both sequences then share.</summary>
        [IndexerName("SequentialItems")]
        public Sequential this[(int? start, int? end) index] => Slice(index.start ?? 0, index.end ?? Count);

        /// <summary>A new sequence of the modules in a range, which both sequences then share.</summary>
        [IndexerName("SequentialItems")]
        public Sequential this[Range index] => Slice(index.Start.GetOffset(Count), index.End.GetOffset(Count));

        /// <summary>Adds a module at the end under a name.</summary>
        /// <exception cref="ArgumentException">The object is no <see cref="nn.Module"/>, or the name is empty or has a dot.</exception>
        /// <exception cref="InvalidOperationException">The name is taken.</exception>
        public Sequential append(string name, nn.IModule<Tensor, Tensor> module)
        {
            register_module(name, module as nn.Module
                ?? throw new ArgumentException($"A sequence holds modules; {module?.GetType().Name ?? "null"} is none.", nameof(module)));
            steps.Add(module);
            return this;
        }

        /// <summary>Adds a module at the end, named by its position.</summary>
        public Sequential append(nn.IModule<Tensor, Tensor> module) => append(steps.Count.ToString(), module);

        /// <inheritdoc/>
        public override Tensor forward(Tensor tensor)
        {
            var current = tensor;
            foreach (var step in steps)
            {
                var next = step.call(current);
                if (!ReferenceEquals(current, tensor) && !ReferenceEquals(current, next)) current.Dispose();
                current = next;
            }

            // The caller owns the result and the input: they must not be one object.
            return ReferenceEquals(current, tensor) ? tensor.alias() : current;
        }

        private Sequential Slice(int start, int end)
        {
            if (start < 0 || start > Count || end < 0 || end > Count)
                throw new ArgumentOutOfRangeException(nameof(start), $"A sequence of {Count} modules has no range from {start} to {end}.");
            var names = _internal_submodules.keys().ToArray();
            var slice = new Sequential();
            for (var i = start; i < end; i++) slice.append(names[i], steps[i]);
            return slice;
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>An empty sequence, to append modules to.</summary>
            public static Sequential Sequential() => new();

            /// <summary>A sequence of named modules.</summary>
            public static Sequential Sequential(params (string name, Module<Tensor, Tensor> submodule)[] modules) =>
                Sequential((IEnumerable<(string, Module<Tensor, Tensor>)>)modules);

            /// <summary>A sequence of modules, named <c>0</c>, <c>1</c> and so on.</summary>
            public static Sequential Sequential(params Module<Tensor, Tensor>[] modules) => Sequential((IEnumerable<Module<Tensor, Tensor>>)modules);

            /// <summary>A sequence of named modules.</summary>
            public static Sequential Sequential(params Tuple<string, Module<Tensor, Tensor>>[] modules) =>
                Sequential((IEnumerable<Tuple<string, Module<Tensor, Tensor>>>)modules);

            /// <summary>A sequence of named modules.</summary>
            public static Sequential Sequential(IEnumerable<(string name, Module<Tensor, Tensor> submodule)> modules)
            {
                var sequence = new Sequential();
                foreach (var (name, module) in modules) sequence.append(name, module);
                return sequence;
            }

            /// <summary>A sequence of named modules.</summary>
            public static Sequential Sequential(IEnumerable<Tuple<string, Module<Tensor, Tensor>>> modules) =>
                Sequential(modules.Select(module => (module.Item1, module.Item2)));

            /// <summary>A sequence of modules, named <c>0</c>, <c>1</c> and so on.</summary>
            public static Sequential Sequential(IEnumerable<Module<Tensor, Tensor>> modules)
            {
                var sequence = new Sequential();
                foreach (var module in modules) sequence.append(module);
                return sequence;
            }
        }
    }
}
