using System.Collections;
using System.Diagnostics.CodeAnalysis;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Modules under keys, children of the dictionary under those names, in order of addition.</summary>
    public class ModuleDict<T> : nn.Module, IDictionary<string, T>, IList<(string, T)>
        where T : nn.Module
    {
        private readonly OrderedDict<string, T> entries = [];

        /// <summary>A dictionary without entries.</summary>
        public ModuleDict()
            : base("ModuleDict")
        {
        }

        /// <summary>The number of modules.</summary>
        public int Count => entries.Count;

        /// <summary>False: modules can be added and removed.</summary>
        public bool IsReadOnly => false;

        /// <summary>The keys, in order.</summary>
        public ICollection<string> Keys => entries.Keys;

        /// <summary>The modules, in order.</summary>
        public ICollection<T> Values => entries.Values;

        /// <summary>The key and the module at a position.</summary>
        public (string, T) this[int index]
        {
            get => entries[index];
            set => Change(() => entries[index] = value);
        }

        /// <summary>The module of a key.</summary>
        public T this[string key]
        {
            get => entries[key];
            set => Change(() => entries[key] = value);
        }

        /// <summary>The keys, in order.</summary>
        public IEnumerable<string> keys() => entries.keys();

        /// <summary>The modules, in order.</summary>
        public IEnumerable<T> values() => entries.values();

        /// <summary>Walks through keys and modules.</summary>
        public IEnumerator<(string, T)> items() => entries.items();

        /// <summary>Adds one module at the end.</summary>
        /// <exception cref="ArgumentException">The key is taken.</exception>
        public void Add((string, T) item) => Add(item.Item1, item.Item2);

        /// <summary>Adds one module at the end.</summary>
        /// <exception cref="ArgumentException">The key is taken.</exception>
        public void Add(string key, T value) => Change(() => entries.Add(key, value));

        /// <summary>Adds one module at the end.</summary>
        /// <exception cref="ArgumentException">The key is taken.</exception>
        public void Add(KeyValuePair<string, T> item) => Add(item.Key, item.Value);

        /// <summary>Puts one module before the one at a position.</summary>
        /// <exception cref="ArgumentException">The key is taken.</exception>
        public void Insert(int index, (string, T) item) => Change(() => entries.Insert(index, item));

        /// <summary>Takes away the module at a position, without disposing it.</summary>
        public void RemoveAt(int index) => Change(() => entries.RemoveAt(index));

        /// <summary>Takes away the module of a key, without disposing it; false where there is none.</summary>
        public bool Remove(string key) => Remove(() => entries.Remove(key));

        /// <summary>Takes away an entry, without disposing its module; false where it is not there.</summary>
        public bool Remove((string, T) item) => Remove(() => entries.Remove(item));

        /// <summary>Takes away an entry, without disposing its module; false where it is not there.</summary>
        public bool Remove(KeyValuePair<string, T> item) => Remove((item.Key, item.Value));

        /// <summary>Takes away every module, without disposing any.</summary>
        public void Clear() => Change(entries.Clear);

        /// <summary>Takes away every module, without disposing any.</summary>
        public void clear() => Clear();

        /// <summary>Whether an entry is there.</summary>
        public bool Contains((string, T) item) => entries.Contains(item);

        /// <summary>Whether an entry is there.</summary>
        public bool Contains(KeyValuePair<string, T> item) => entries.Contains(item);

        /// <summary>Whether there is one module of this key.</summary>
        public bool ContainsKey(string key) => entries.ContainsKey(key);

        /// <summary>The position of an entry; -1 where it is not there.</summary>
        public int IndexOf((string, T) item) => entries.IndexOf(item);

        /// <summary>Reads the module of a key; false where there is none.</summary>
        public bool TryGetValue(string key, [MaybeNullWhen(false)] out T value) => entries.TryGetValue(key, out value);

        /// <summary>Copies the entries to an array, from an index of that array on.</summary>
        public void CopyTo((string, T)[] array, int arrayIndex) => entries.CopyTo(array, arrayIndex);

        /// <summary>Copies the entries to an array, from an index of that array on.</summary>
        public void CopyTo(KeyValuePair<string, T>[] array, int arrayIndex) => entries.CopyTo(array, arrayIndex);

        /// <summary>Walks through keys and modules.</summary>
        public IEnumerator<(string, T)> GetEnumerator() => entries.GetEnumerator();

        IEnumerator<KeyValuePair<string, T>> IEnumerable<KeyValuePair<string, T>>.GetEnumerator() =>
            ((IEnumerable<KeyValuePair<string, T>>)entries).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        /// <summary>Nothing to do: what is in the dictionary is registered under its key whenever the dictionary changes.</summary>
        protected override void RegisterComponents()
        {
        }

        private bool Remove(Func<bool> remove)
        {
            var removed = false;
            Change(() => removed = remove());
            return removed;
        }

        /// <summary>Changes the dictionary and registers everything in it under its key anew.</summary>
        private void Change(Action change)
        {
            change();
            ClearModules();
            foreach (var (key, item) in entries.ToArray()) register_module(key, item);
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>Modules under keys.</summary>
            public static ModuleDict<Module> ModuleDict(params (string, Module)[] modules) => ModuleDict<Module>(modules);

            /// <summary>Modules of one kind under keys.</summary>
            public static ModuleDict<T> ModuleDict<T>(params (string, T)[] modules)
                where T : Module
            {
                var dictionary = new ModuleDict<T>();
                foreach (var entry in modules) dictionary.Add(entry);
                return dictionary;
            }
        }
    }
}
