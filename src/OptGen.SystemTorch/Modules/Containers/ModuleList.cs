using System.Collections;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Modules in a list, children of it under the names <c>0</c>, <c>1</c> and so on.</summary>
    public class ModuleList<T> : nn.Module, IList<T>
        where T : nn.Module
    {
        private readonly List<T> items = [];

        /// <summary>A list of the given modules.</summary>
        public ModuleList(params T[] modules)
            : base("ModuleList") => Change(() => items.AddRange(modules));

        /// <summary>The number of modules.</summary>
        public int Count => items.Count;

        /// <summary>False: modules can be added and removed.</summary>
        public bool IsReadOnly => false;

        /// <summary>The module at a position.</summary>
        public T this[int index]
        {
            get => items[index];
            set => Change(() => items[index] = value);
        }

        /// <summary>Adds one module at the end.</summary>
        public void Add(T item) => Change(() => items.Add(item));

        /// <summary>Adds modules at the end.</summary>
        public void append(params T[] parameters) => Change(() => items.AddRange(parameters));

        /// <summary>Adds modules at the end.</summary>
        public void extend(IEnumerable<T> modules) => Change(() => items.AddRange(modules));

        /// <summary>Puts one module before the one at a position.</summary>
        public void Insert(int index, T item) => Change(() => items.Insert(index, item));

        /// <summary>Takes away the module at a position, without disposing it.</summary>
        public void RemoveAt(int index) => Change(() => items.RemoveAt(index));

        /// <summary>Takes away one module, without disposing it; false where it is not there.</summary>
        public bool Remove(T item)
        {
            var index = IndexOf(item);
            if (index >= 0) RemoveAt(index);
            return index >= 0;
        }

        /// <summary>Takes away every module, without disposing any.</summary>
        public void Clear() => Change(items.Clear);

        /// <summary>Whether one module is in the list.</summary>
        public bool Contains(T item) => IndexOf(item) >= 0;

        /// <summary>The position of one module; -1 where it is not there.</summary>
        public int IndexOf(T item) => items.FindIndex(other => ReferenceEquals(other, item));

        /// <summary>Copies the list to an array, from an index of that array on.</summary>
        public void CopyTo(T[] array, int arrayIndex) => items.CopyTo(array, arrayIndex);

        /// <summary>Walks through the list.</summary>
        public IEnumerator<T> GetEnumerator() => items.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        /// <summary>Nothing to do: what is in the list is registered under its position whenever the list changes.</summary>
        protected override void RegisterComponents()
        {
        }

        /// <summary>Changes the list and registers everything in it under its position anew.</summary>
        private void Change(Action change)
        {
            change();
            ClearModules();
            for (var i = 0; i < items.Count; i++) register_module(i.ToString(), items[i]);
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>Modules in a list.</summary>
            public static ModuleList<Module> ModuleList(params Module[] modules) => new(modules);

            /// <summary>Modules of one kind in a list.</summary>
            public static ModuleList<T> ModuleList<T>(params T[] modules)
                where T : Module => new(modules);
        }
    }
}
