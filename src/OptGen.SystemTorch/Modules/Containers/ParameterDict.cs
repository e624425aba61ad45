using System.Collections;
using System.Diagnostics.CodeAnalysis;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Parameters under keys, registered under those names, in order of addition.</summary>
    public class ParameterDict : nn.Module, IDictionary<string, Parameter>, IList<(string, Parameter)>
    {
        private readonly OrderedDict<string, Parameter> entries = [];

        /// <summary>A dictionary without entries.</summary>
        public ParameterDict()
            : base("ParameterDict")
        {
        }

        /// <summary>The number of parameters.</summary>
        public int Count => entries.Count;

        /// <summary>False: parameters can be added and removed.</summary>
        public bool IsReadOnly => false;

        /// <summary>The keys, in order.</summary>
        public ICollection<string> Keys => entries.Keys;

        /// <summary>The parameters, in order.</summary>
        public ICollection<Parameter> Values => entries.Values;

        /// <summary>The key and the parameter at a position.</summary>
        public (string, Parameter) this[int index]
        {
            get => entries[index];
            set => Change(() => entries[index] = value);
        }

        /// <summary>The parameter of a key.</summary>
        public Parameter this[string key]
        {
            get => entries[key];
            set => Change(() => entries[key] = value);
        }

        /// <summary>The keys, in order.</summary>
        public IEnumerable<string> keys() => entries.keys();

        /// <summary>The parameters, in order.</summary>
        public IEnumerable<Parameter> values() => entries.values();

        /// <summary>Walks through keys and parameters.</summary>
        public IEnumerator<(string, Parameter)> items() => entries.items();

        /// <summary>Adds one parameter at the end.</summary>
        /// <exception cref="ArgumentException">The key is taken.</exception>
        public void Add((string, Parameter) item) => Add(item.Item1, item.Item2);

        /// <summary>Adds one parameter at the end.</summary>
        /// <exception cref="ArgumentException">The key is taken.</exception>
        public void Add(string key, Parameter value) => Change(() => entries.Add(key, value));

        /// <summary>Adds one parameter at the end.</summary>
        /// <exception cref="ArgumentException">The key is taken.</exception>
        public void Add(KeyValuePair<string, Parameter> item) => Add(item.Key, item.Value);

        /// <summary>Puts one parameter before the one at a position.</summary>
        /// <exception cref="ArgumentException">The key is taken.</exception>
        public void Insert(int index, (string, Parameter) item) => Change(() => entries.Insert(index, item));

        /// <summary>Takes away the parameter at a position, without disposing it.</summary>
        public void RemoveAt(int index) => Change(() => entries.RemoveAt(index));

        /// <summary>Takes away the parameter of a key, without disposing it; false where there is none.</summary>
        public bool Remove(string key) => Remove(() => entries.Remove(key));

        /// <summary>Takes away an entry, without disposing its parameter; false where it is not there.</summary>
        public bool Remove((string, Parameter) item) => Remove(() => entries.Remove(item));

        /// <summary>Takes away an entry, without disposing its parameter; false where it is not there.</summary>
        public bool Remove(KeyValuePair<string, Parameter> item) => Remove((item.Key, item.Value));

        /// <summary>Takes away every parameter, without disposing any.</summary>
        public void Clear() => Change(entries.Clear);

        /// <summary>Takes away every parameter, without disposing any.</summary>
        public void clear() => Clear();

        /// <summary>Whether an entry is there.</summary>
        public bool Contains((string, Parameter) item) => entries.Contains(item);

        /// <summary>Whether an entry is there.</summary>
        public bool Contains(KeyValuePair<string, Parameter> item) => entries.Contains(item);

        /// <summary>Whether there is one parameter of this key.</summary>
        public bool ContainsKey(string key) => entries.ContainsKey(key);

        /// <summary>The position of an entry; -1 where it is not there.</summary>
        public int IndexOf((string, Parameter) item) => entries.IndexOf(item);

        /// <summary>Reads the parameter of a key; false where there is none.</summary>
        public bool TryGetValue(string key, [MaybeNullWhen(false)] out Parameter value) => entries.TryGetValue(key, out value);

        /// <summary>Copies the entries to an array, from an index of that array on.</summary>
        public void CopyTo((string, Parameter)[] array, int arrayIndex) => entries.CopyTo(array, arrayIndex);

        /// <summary>Copies the entries to an array, from an index of that array on.</summary>
        public void CopyTo(KeyValuePair<string, Parameter>[] array, int arrayIndex) => entries.CopyTo(array, arrayIndex);

        /// <summary>Walks through keys and parameters.</summary>
        public IEnumerator<(string, Parameter)> GetEnumerator() => entries.GetEnumerator();

        IEnumerator<KeyValuePair<string, Parameter>> IEnumerable<KeyValuePair<string, Parameter>>.GetEnumerator() =>
            ((IEnumerable<KeyValuePair<string, Parameter>>)entries).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        /// <summary>Nothing to do: what is in the dictionary is registered under its key whenever the dictionary changes.</summary>
        protected override void RegisterComponents()
        {
        }

        private protected override void Replaced(string name, Tensor old, Tensor replacement)
        {
            foreach (var (key, parameter) in entries.ToArray())
            {
                if (ReferenceEquals(parameter, old)) entries[key] = (Parameter)replacement;
            }
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
            _internal_params.Clear();
            foreach (var (key, item) in entries.ToArray()) register_parameter(key, item);
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>Parameters under keys.</summary>
            public static ParameterDict ParameterDict(params (string, Parameter)[] parameters)
            {
                var dictionary = new ParameterDict();
                foreach (var entry in parameters) dictionary.Add(entry);
                return dictionary;
            }
        }
    }
}
