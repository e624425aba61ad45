using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            private const DynamicallyAccessedMemberTypes Fields =
                DynamicallyAccessedMemberTypes.PublicFields | DynamicallyAccessedMemberTypes.NonPublicFields;

            /// <summary>The fields of a class that may hold components; a class is looked through once.</summary>
            private static readonly ConditionalWeakTable<Type, FieldInfo[]> KnownFields = [];

            /// <summary>Whether <see cref="RegisterComponents"/> of this class has run, so that this module is registered by its fields.</summary>
            private bool registersFields;

            /// <summary>Whether what a constructor forgot to register has been looked for.</summary>
            private bool isComplete;

            /// <summary>Whether <see cref="RegisterComponents"/> is called where no constructor did.</summary>
            private protected virtual bool RegistersUnasked => true;

            private bool HasComponents => _internal_params.Count + _internal_buffers.Count + _internal_submodules.Count > 0;

            /// <summary>Registers a buffer: a tensor that belongs to the module and is not learnt. It leaves every dispose scope.</summary>
            /// <param name="name">Its name, unique among the module's buffers.</param>
            /// <param name="tensor">The buffer.</param>
            /// <param name="persistent">Whether it belongs to the state dictionary. One that does not is still moved and disposed with the module.</param>
            /// <exception cref="ArgumentNullException">The tensor is null or disposed.</exception>
            /// <exception cref="InvalidOperationException">The name is taken.</exception>
            public virtual void register_buffer(string name, Tensor tensor, bool persistent = true)
            {
                CheckTensor(tensor, nameof(tensor), "buffer", name);
                if (_internal_buffers.ContainsKey(name)) throw Taken("buffer", name);
                _internal_buffers.Add(name, (tensor.DetachFromDisposeScope(), persistent));
            }

            /// <summary>Registers a parameter. It leaves every dispose scope.</summary>
            /// <exception cref="ArgumentNullException">The parameter is null or disposed.</exception>
            /// <exception cref="InvalidOperationException">The name is taken.</exception>
            public virtual void register_parameter(string name, Parameter param)
            {
                CheckTensor(param, nameof(param), "parameter", name);
                if (_internal_params.ContainsKey(name)) throw Taken("parameter", name);
                param.DetachFromDisposeScope();
                _internal_params.Add(name, param);
            }

            /// <summary>Registers a child module, after letting it register its own components; null takes the child of that name away.</summary>
            /// <exception cref="ArgumentException">The name is empty or has a dot.</exception>
            /// <exception cref="InvalidOperationException">The name is taken.</exception>
            /// <exception cref="ObjectDisposedException">The child is disposed.</exception>
            public virtual void register_module(string name, Module? submodule)
            {
                if (submodule is null)
                {
                    _internal_submodules.Remove(name);
                    return;
                }

                if (string.IsNullOrEmpty(name)) throw new ArgumentException("A child module needs a name.", nameof(name));
                if (name.Contains('.'))
                    throw new ArgumentException($"A child module's name cannot have a dot, as '{name}' has: dots join the names of parents and children.", nameof(name));
                if (submodule.isDisposed)
                    throw new ObjectDisposedException(submodule.GetName(), $"{GetName()} cannot take a disposed module as its child '{name}'.");
                if (_internal_submodules.ContainsKey(name)) throw Taken("child module", name);
                submodule.RegisterAsChild();
                _internal_submodules.Add(name, submodule);
            }

            /// <summary>Registers a child module; the same as <see cref="register_module"/>.</summary>
            public void add_module(string name, Module? module) => register_module(name, module);

            /// <summary>Registers what the module's fields hold: modules as children, parameters as parameters, other tensors as persistent buffers.</summary>
            /// <remarks>
            /// Each goes by the name in its <see cref="Utils.ComponentNameAttribute"/>, or the field's, or for an automatic
            /// property the property's. What is registered already, and names that are taken, are passed over; so a derived
            /// class may call it again after its base class did. Call it last in the constructor. A module that never called
            /// it, and registered nothing by hand, is registered at its first use.
            /// Override it to register by hand, without reflection.
            /// </remarks>
            protected virtual void RegisterComponents()
            {
                registersFields = true;
                RegisterFields(passOverInvalid: false);
            }

            /// <summary>Forgets every child module.</summary>
            protected void ClearModules() => _internal_submodules.clear();

            /// <summary>Puts a parameter under a name, in place of the one there; null takes it away.</summary>
            /// <exception cref="ArgumentException">The tensor is no parameter.</exception>
            protected void ConditionallyRegisterParameter(string name, Tensor? value) =>
                ConditionallyRegisterParameter(name, value is null
                    ? null
                    : value as Parameter ?? throw new ArgumentException($"'{name}' of {GetName()} must be a Parameter; make one of the tensor.", nameof(value)));

            /// <summary>Puts a parameter under a name, in place of the one there; null takes it away.</summary>
            protected void ConditionallyRegisterParameter(string name, Parameter? value)
            {
                if (value is null) _internal_params.Remove(name);
                else _internal_params[name] = value;
            }

            /// <summary>Puts a buffer under a name, in place of the one there; null takes it away.</summary>
            protected void ConditionallyRegisterBuffer(string name, Tensor? value, bool persistent = true)
            {
                if (value is null) _internal_buffers.Remove(name);
                else _internal_buffers[name] = (value, persistent);
            }

            /// <summary>At the first use of the module, registers what its constructors forgot.</summary>
            /// <remarks>
            /// A module without any component gets its chance to register them all; one that registers by its fields is looked
            /// through once more, for a derived class may have set some after its base class registered. A module that
            /// registered by hand is left as its author made it.
            /// </remarks>
            private protected void CompleteRegistration()
            {
                if (isComplete) return;
                isComplete = true;
                if (registersFields) RegisterFields(passOverInvalid: true);
                else if (RegistersUnasked && !HasComponents) RegisterComponents();
            }

            /// <summary>Puts a parameter into a layer's field and registry, in place of the old one, which is disposed.</summary>
            private protected void Exchange(ref Parameter? field, Parameter? value, string name)
            {
                if (ReferenceEquals(field, value)) return;
                field?.Dispose();
                value?.DetachFromDisposeScope();
                field = value;
                ConditionallyRegisterParameter(name, value);
            }

            /// <summary>Puts a buffer into a layer's field and registry, in place of the old one, which is disposed.</summary>
            private protected void ExchangeBuffer(ref Tensor? field, Tensor? value, string name)
            {
                if (ReferenceEquals(field, value)) return;
                field?.Dispose();
                field = value?.DetachFromDisposeScope();
                ConditionallyRegisterBuffer(name, value);
            }

            private static void CheckTensor(Tensor? tensor, string argument, string kind, string name)
            {
                if (tensor is null || tensor.IsInvalid)
                    throw new ArgumentNullException(argument, $"The {kind} '{name}' to register is {(tensor is null ? "null" : "disposed")}.");
            }

            [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "Every base class up to Module derives from Module, whose annotation keeps its fields.")]
            private static FieldInfo[] FieldsOf([DynamicallyAccessedMembers(Fields)] Type type)
            {
                if (KnownFields.TryGetValue(type, out var known)) return known;
                var fields = new List<FieldInfo>();
                var names = new HashSet<string>();

                // The layers of this assembly register their own components, without reflection.
                for (var level = type; level is not null && level.Assembly != typeof(Module).Assembly; level = level.BaseType)
                {
                    foreach (var field in level.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
                    {
                        var inherited = field.DeclaringType!.Assembly == typeof(Module).Assembly;
                        if (inherited || field.FieldType.IsValueType || field.FieldType == typeof(string)) continue;
                        if (names.Add(field.Name)) fields.Add(field);
                    }
                }

                known = fields.ToArray();
                KnownFields.TryAdd(type, known);
                return known;
            }

            private InvalidOperationException Taken(string kind, string name) =>
                new($"{GetName()} has a {kind} '{name}' already.");

            private void RegisterAsChild()
            {
                if (registersFields || !RegistersUnasked)
                {
                    CompleteRegistration();
                }
                else
                {
                    isComplete = true;
                    RegisterComponents();
                }
            }

            private void RegisterFields(bool passOverInvalid)
            {
                var fields = FieldsOf(GetType());
                if (fields.Length == 0) return;
                var registeredByHand = new HashSet<object>(
                    [.. _internal_submodules.values(), .. _internal_params.values(), .. _internal_buffers.values().Select(buffer => buffer.Item1)],
                    ReferenceEqualityComparer.Instance);
                foreach (var field in fields)
                {
                    var component = field.ComponentName();
                    if (_internal_submodules.ContainsKey(component) || _internal_params.ContainsKey(component) || _internal_buffers.ContainsKey(component)) continue;
                    var value = field.GetValue(this);
                    if (value is null || registeredByHand.Contains(value)) continue;
                    if (passOverInvalid && value is Tensor { IsInvalid: true } or Module { isDisposed: true }) continue;
                    if (value is Module child) register_module(component, child);
                    else if (value is Parameter parameter) register_parameter(component, parameter);
                    else if (value is Tensor buffer) register_buffer(component, buffer);
                }
            }
        }
    }
}
