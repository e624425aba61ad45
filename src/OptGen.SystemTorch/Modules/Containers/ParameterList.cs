using System.Collections;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Parameters in a list, registered under the names <c>0</c>, <c>1</c> and so on.</summary>
    public class ParameterList : nn.Module, IList<Parameter>
    {
        private readonly List<Parameter> items = [];

        /// <summary>A list of the given parameters.</summary>
        public ParameterList(params Parameter[] parameters)
            : base("ParameterList") => Change(() => items.AddRange(parameters));

        /// <summary>The number of parameters.</summary>
        public int Count => items.Count;

        /// <summary>False: parameters can be added and removed.</summary>
        public bool IsReadOnly => false;

        /// <summary>The parameter at a position.</summary>
        public Parameter this[int index]
        {
            get => items[index];
            set => Change(() => items[index] = value);
        }

        /// <summary>Adds one parameter at the end.</summary>
        public void Add(Parameter item) => Change(() => items.Add(item));

        /// <summary>Adds parameters at the end.</summary>
        public void append(params Parameter[] parameters) => Change(() => items.AddRange(parameters));

        /// <summary>Adds parameters at the end.</summary>
        public void extend(IEnumerable<Parameter> parameters) => Change(() => items.AddRange(parameters));

        /// <summary>Puts one parameter before the one at a position.</summary>
        public void Insert(int index, Parameter item) => Change(() => items.Insert(index, item));

        /// <summary>Takes away the parameter at a position, without disposing it.</summary>
        public void RemoveAt(int index) => Change(() => items.RemoveAt(index));

        /// <summary>Takes away one parameter, without disposing it; false where it is not there.</summary>
        public bool Remove(Parameter item)
        {
            var index = IndexOf(item);
            if (index >= 0) RemoveAt(index);
            return index >= 0;
        }

        /// <summary>Takes away every parameter, without disposing any.</summary>
        public void Clear() => Change(items.Clear);

        /// <summary>Whether one parameter is in the list.</summary>
        public bool Contains(Parameter item) => IndexOf(item) >= 0;

        /// <summary>The position of one parameter; -1 where it is not there.</summary>
        public int IndexOf(Parameter item) => items.FindIndex(other => ReferenceEquals(other, item));

        /// <summary>Copies the list to an array, from an index of that array on.</summary>
        public void CopyTo(Parameter[] array, int arrayIndex) => items.CopyTo(array, arrayIndex);

        /// <summary>Walks through the list.</summary>
        public IEnumerator<Parameter> GetEnumerator() => items.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        /// <summary>Nothing to do: what is in the list is registered under its position whenever the list changes.</summary>
        protected override void RegisterComponents()
        {
        }

        private protected override void Replaced(string name, Tensor old, Tensor replacement)
        {
            for (var i = 0; i < items.Count; i++)
            {
                if (ReferenceEquals(items[i], old)) items[i] = (Parameter)replacement;
            }
        }

        /// <summary>Changes the list and registers everything in it under its position anew.</summary>
        private void Change(Action change)
        {
            change();
            _internal_params.Clear();
            for (var i = 0; i < items.Count; i++) register_parameter(i.ToString(), items[i]);
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>Parameters in a list.</summary>
            public static ParameterList ParameterList(params Parameter[] parameters) => new(parameters);
        }
    }
}
