using System.Diagnostics.CodeAnalysis;
using OptGen.SystemTorch.Interop;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            /// <summary>Moves the module to where a tensor lives and gives it that tensor's type.</summary>
            public Module _to(Tensor other, bool non_blocking) => _to(other.device, other.dtype, non_blocking);

            /// <summary>Moves the module, in place, to a device and gives its floating-point and complex tensors a type.</summary>
            /// <exception cref="ArgumentException">The type is neither floating-point nor complex.</exception>
            protected internal virtual Module _to(Device device, ScalarType dtype, bool non_blocking)
            {
                CheckType(dtype);
                using var move = ModuleMove.Begin(non_blocking);
                _toEpilog(dtype, InitializeDevice(device), non_blocking);
                return this;
            }

            /// <summary>Moves the module, in place, to a device.</summary>
            /// <exception cref="InvalidOperationException">There is no such device.</exception>
            protected internal virtual Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking)
            {
                using var move = ModuleMove.Begin(non_blocking);
                var index = deviceType == DeviceType.CPU ? -1 : deviceIndex;
                _toEpilog(null, InitializeDevice(new Device(deviceType, index)), non_blocking);
                return this;
            }

            /// <summary>Gives the module's floating-point and complex tensors a type, in place.</summary>
            /// <exception cref="ArgumentException">The type is neither floating-point nor complex.</exception>
            protected internal virtual Module _to(ScalarType dtype, bool non_blocking)
            {
                CheckType(dtype);
                using var move = ModuleMove.Begin(non_blocking);
                _toEpilog(dtype, null, non_blocking);
                return this;
            }

            /// <summary>Converts children, parameters and buffers; see the overload with optional arguments.</summary>
            protected void _toEpilog(ScalarType dtype, bool non_blocking) => _toEpilog(dtype, null, non_blocking);

            /// <inheritdoc cref="_toEpilog(ScalarType, bool)"/>
            protected void _toEpilog(Device device, ScalarType dtype, bool non_blocking) => _toEpilog(dtype, device, non_blocking);

            /// <inheritdoc cref="_toEpilog(ScalarType, bool)"/>
            protected void _toEpilog(DeviceType deviceType, int deviceIndex, bool non_blocking) =>
                _toEpilog(null, new Device(deviceType, deviceIndex), non_blocking);

            /// <summary>
            /// Moves the children, then replaces the module's own parameters and buffers, in the registry and in the fields that
            /// hold them, by converted ones. Null leaves the type or the device as it is.
            /// </summary>
            /// <remarks>
            /// A tensor that several modules share is converted once, and all of them get the new one. Override it in a module
            /// that registers by hand and should not be changed by reflection.
            /// </remarks>
            protected virtual void _toEpilog(ScalarType? dtype, Device? device, bool non_blocking)
            {
                if (dtype is null && device is null) throw new ArgumentException("Name a type, a device or both to move a module to.", nameof(dtype));
                using var move = ModuleMove.Begin(non_blocking);
                foreach (var (_, child) in named_children())
                {
                    if (device is null) child._to(dtype!.Value, non_blocking);
                    else if (dtype is null) child._to(device.type, device.index, non_blocking);
                    else child._to(device, dtype.Value, non_blocking);
                }

                foreach (var (name, parameter) in _internal_params.ToArray())
                {
                    if (!ReplaceParameter(dtype, device, parameter, out var replacement)) continue;
                    parameter.Dispose();
                    _internal_params[name] = replacement;
                    Replaced(name, parameter, replacement);
                }

                foreach (var (name, (buffer, persistent)) in _internal_buffers.ToArray())
                {
                    if (!ReplaceBuffer(dtype, device, buffer, out var replacement)) continue;
                    _internal_buffers[name] = (replacement, persistent);
                    Replaced(name, buffer, replacement);
                }

                if (device is null) return;
                _deviceType = device.type;
                _deviceIndex = device.index;
            }

            /// <summary>
            /// Makes the buffer that a move puts in place of one, and disposes the old one; false where the move leaves it as it is.
            /// </summary>
            protected static bool ReplaceBuffer(ScalarType? dtype, Device? device, Tensor buffer, [NotNullWhen(true)] out Tensor? result)
            {
                if (ModuleMove.Find(buffer, out result)) return true;
                if (!IsChanged(buffer, dtype, device))
                {
                    result = null;
                    return false;
                }

                using (no_grad()) result = Converted(buffer, dtype, device).DetachFromDisposeScope();
                ModuleMove.Note(buffer, result);
                buffer.Dispose();
                return true;
            }

            /// <summary>
            /// Makes the parameter that a move puts in place of one, gradient included; false where the move leaves it as it is.
            /// The caller disposes the old one.
            /// </summary>
            protected static bool ReplaceParameter(ScalarType? dtype, Device? device, Parameter param, [NotNullWhen(true)] out Parameter? p)
            {
                p = null;
                if (ModuleMove.Find(param, out var found))
                {
                    p = (Parameter)found;
                    return true;
                }

                using var gradient = param.grad;
                if (!IsChanged(param, dtype, device) && (gradient is null || !IsChanged(gradient, dtype, device))) return false;

                using (no_grad())
                {
                    p = new Parameter(Converted(param, dtype, device), param.requires_grad);
                    p.DetachFromDisposeScope();
                    if (gradient is not null)
                    {
                        using var converted = Converted(gradient, dtype, device);
                        converted.requires_grad = gradient.requires_grad;
                        p.grad = converted;
                    }
                }

                ModuleMove.Note(param, p);
                return true;
            }

            /// <summary>Puts a converted tensor into the fields that hold the old one.</summary>
            private protected virtual void Replaced(string name, Tensor old, Tensor replacement)
            {
                foreach (var field in FieldsOf(GetType()))
                {
                    if (ReferenceEquals(field.GetValue(this), old)) field.SetValue(this, replacement);
                }
            }

            private static ScalarType TargetType(Tensor tensor, ScalarType? dtype)
            {
                var own = tensor.dtype;
                return dtype is { } wanted && (is_floating_point(own) || is_complex(own)) ? wanted : own;
            }

            private static bool IsChanged(Tensor tensor, ScalarType? dtype, Device? device) =>
                TargetType(tensor, dtype) != tensor.dtype || device?.Covers(tensor.device) == false;

            private static Tensor Converted(Tensor tensor, ScalarType? dtype, Device? device) =>
                Aten._to_copy.Call(tensor, TargetType(tensor, dtype), Argument.None, device ?? tensor.device, Argument.None, ModuleMove.IsNonBlocking);

            private static void CheckType(ScalarType dtype)
            {
                if (!is_floating_point(dtype) && !is_complex(dtype))
                    throw new ArgumentException($"A module can be given a floating-point or complex type, not {dtype}.", nameof(dtype));
            }
        }
    }
}
