using System.Diagnostics.CodeAnalysis;
using TorchSharp.Modules;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Neural networks: modules, layers, losses and the functions they are made of.</summary>
    public static partial class nn
    {
        /// <summary>
        /// The base of everything that has parameters: keeps parameters, buffers and child modules under their names, moves
        /// them, saves them and disposes them.
        /// </summary>
        /// <remarks>
        /// Derive from <see cref="Module{T, TResult}"/> or one of its siblings. A module owns what is registered with it:
        /// registration takes tensors out of every dispose scope, <see cref="Dispose()"/> frees them.
        /// The attribute keeps the fields of derived classes alive when an application is trimmed or compiled ahead of time,
        /// so that <see cref="RegisterComponents"/> finds them there as well.
        /// </remarks>
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields | DynamicallyAccessedMemberTypes.NonPublicFields)]
        public partial class Module : IDisposable
        {
            /// <summary>The kind of device the module was last moved to.</summary>
            protected DeviceType _deviceType = DeviceType.CPU;

            /// <summary>The number of the device the module was last moved to; -1 for the current one.</summary>
            protected int _deviceIndex = -1;

            /// <summary>The child modules, in order of registration.</summary>
            protected OrderedDict<string, Module> _internal_submodules = [];

            /// <summary>The buffers and whether each belongs to the state dictionary, in order of registration.</summary>
            protected OrderedDict<string, (Tensor, bool)> _internal_buffers = [];

            /// <summary>The module's own parameters, in order of registration.</summary>
            protected OrderedDict<string, Parameter> _internal_params = [];

            /// <summary>The name given at construction.</summary>
            protected string? name;

            private bool isTraining = true;
            private bool isDisposed;

            /// <summary>Starts a module in training mode with nothing registered.</summary>
            /// <param name="name">What <see cref="GetName"/> returns; usually the class's name.</param>
            protected Module(string name) => this.name = name;

            /// <summary>Whether the module behaves as in training (dropout drops, batch norm measures) rather than in use.</summary>
            public virtual bool training => isTraining;

            /// <summary>The name given at construction; the class's name where none was.</summary>
            public virtual string GetName() => string.IsNullOrEmpty(name) ? GetType().Name : name;

            /// <summary>Puts the module and everything below it into training mode, or out of it.</summary>
            public virtual void train(bool train = true)
            {
                isTraining = train;
                foreach (var (_, child) in named_children()) child.train(train);
            }

            /// <summary>Puts the module and everything below it into the mode of use: the same as <c>train(false)</c>.</summary>
            public virtual void eval() => train(false);

            /// <summary>Calls a function with every module below this one, children before their parents, and with this one last.</summary>
            public virtual Module apply(Action<Module> fn)
            {
                foreach (var (_, child) in named_children()) child.apply(fn);
                fn(this);
                return this;
            }

            /// <summary>Forgets the gradients of every parameter, or with false sets them to zero.</summary>
            public virtual void zero_grad(bool set_to_none = true)
            {
                foreach (var (_, parameter) in named_parameters())
                {
                    if (set_to_none)
                    {
                        parameter.grad = null;
                        continue;
                    }

                    using var gradient = parameter.grad;
                    if (gradient is null) continue;
                    if (!gradient.requires_grad)
                    {
                        gradient.zero_();
                        continue;
                    }

                    using var values = gradient.detach();
                    values.zero_();
                }
            }

            /// <summary>Frees the parameters, the buffers and every module below this one. A second call does nothing.</summary>
            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            /// <summary>Frees the parameters, the buffers and every module below this one.</summary>
            protected virtual void Dispose(bool disposing)
            {
                if (!disposing || isDisposed) return;
                CompleteRegistration();
                isDisposed = true;
                foreach (var (_, parameter) in _internal_params) parameter.Dispose();
                foreach (var (_, (buffer, _)) in _internal_buffers) buffer.Dispose();
                foreach (var (_, child) in _internal_submodules) child.Dispose();
            }

            /// <summary>The device and type that a constructor's optional arguments stand for: the defaults where they are null.</summary>
            protected static (Device device, ScalarType dtype) GetDefaultDeviceAndType(Device? device = null, ScalarType? dtype = null) =>
                (device ?? get_default_device(), dtype ?? get_default_dtype());
        }
    }
}
