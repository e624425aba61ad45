using OptGen.SystemTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Where a tensor lives: a kind of device and, where there are several, its number.</summary>
    /// <remarks>Immutable. Index -1 means the current device of that kind.</remarks>
    public class Device
    {
        /// <summary>The device a description names: <c>cpu</c>, <c>cuda</c>, <c>cuda:1</c>.</summary>
        /// <exception cref="ArgumentException">The description names no kind of device, or its index is no number.</exception>
        public Device(string description)
        {
            var colon = description.IndexOf(':', StringComparison.Ordinal);
            type = ParseType(colon < 0 ? description : description[..colon]);
            if (colon < 0) return;
            if (!int.TryParse(description.AsSpan(colon + 1), out var number) || number < 0)
                throw new ArgumentException($"'{description}' names no device: after the colon stands a device's number, as in 'cuda:0'.", nameof(description));
            index = number;
        }

        /// <summary>The device of a kind given by name.</summary>
        /// <exception cref="ArgumentException">The name is no kind of device.</exception>
        public Device(string deviceType, int index = -1)
        {
            type = ParseType(deviceType);
            this.index = index;
        }

        /// <summary>The device of a kind.</summary>
        public Device(DeviceType deviceType, int index = -1)
        {
            type = deviceType;
            this.index = index;
        }

        /// <summary>The CUDA device with a number.</summary>
        public Device(int index)
        {
            type = DeviceType.CUDA;
            this.index = index;
        }

        /// <summary>The kind of device.</summary>
        public DeviceType type { get; }

        /// <summary>The device's number among those of its kind, or -1 for the current one.</summary>
        public int index { get; } = -1;

        /// <summary>The device a description names.</summary>
        public static implicit operator Device(string description) => new(description);

        /// <summary>The description: <c>cpu</c>, <c>cuda:1</c>.</summary>
        public override string ToString() =>
            type == DeviceType.CPU || index < 0 ? type.ToString().ToLowerInvariant() : $"{type.ToString().ToLowerInvariant()}:{index}";

        /// <summary>Type and index in one number, as <see cref="Argument"/> carries them.</summary>
        internal static long Pack(Device device) => ((long)device.type << 32) | (uint)device.index;

        /// <summary>Whether a tensor on the other device would be moved by a call that names this one.</summary>
        internal bool Covers(Device other) => type == other.type && (index < 0 || type == DeviceType.CPU || index == other.index);

        private static DeviceType ParseType(string name) =>
            Enum.TryParse<DeviceType>(name, ignoreCase: true, out var parsed) && !int.TryParse(name, out _)
                ? parsed
                : throw new ArgumentException($"'{name}' names no kind of device; 'cpu' and 'cuda' do.", nameof(name));
    }

    /// <summary>The processor.</summary>
    public static readonly Device CPU = new(DeviceType.CPU);

    /// <summary>The device that holds shapes and types only.</summary>
    public static readonly Device META = new(DeviceType.META);

    /// <summary>The current CUDA device.</summary>
    /// <exception cref="InvalidOperationException">This libtorch sees no CUDA device.</exception>
    public static Device CUDA => InitializeDevice(new Device(DeviceType.CUDA));

    /// <summary>Apple's Metal device.</summary>
    /// <exception cref="InvalidOperationException">SystemTorch runs on Linux, where there is none.</exception>
    public static Device MPS => InitializeDevice(new Device(DeviceType.MPS));

    /// <summary>The device a description names, made ready for use.</summary>
    public static Device device(string description) => InitializeDevice(new Device(description));

    /// <summary>The device of a kind given by name, made ready for use.</summary>
    public static Device device(string deviceType, int index = -1) => InitializeDevice(new Device(deviceType, index));

    /// <summary>The device of a kind, made ready for use.</summary>
    public static Device device(DeviceType deviceType, int index = -1) => InitializeDevice(new Device(deviceType, index));

    /// <summary>The CUDA device with a number, made ready for use.</summary>
    public static Device device(int index) => InitializeDevice(new Device(index));

    /// <summary>Makes a device ready for use; libtorch needs no preparation, so this only checks that it is there.</summary>
    /// <exception cref="InvalidOperationException">There is no such device on this machine.</exception>
    public static Device InitializeDevice(Device? device)
    {
        device ??= get_default_device();
        if (!TryInitializeDeviceType(device.type))
            throw new InvalidOperationException($"No device of kind {device.type} can be used here: this libtorch sees none.");
        return device;
    }

    /// <summary>Whether devices of a kind can be used on this machine.</summary>
    public static bool TryInitializeDeviceType(DeviceType deviceType) => deviceType switch
    {
        DeviceType.CPU or DeviceType.META => true,
        DeviceType.CUDA => cuda.is_available(),
        _ => false
    };

    /// <summary>Whether Apple's Metal can be used; never here.</summary>
    public static bool mps_is_available() => false;

    /// <summary>Whether a CUDA device can be used.</summary>
    public static bool cuda_is_available() => cuda.is_available();
}
