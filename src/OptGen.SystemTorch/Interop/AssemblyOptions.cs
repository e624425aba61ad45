using System.Runtime.CompilerServices;

// Native calls write their results before anyone reads them; zeroing their buffers first costs and gives nothing.
[module: SkipLocalsInit]
[assembly: DisableRuntimeMarshalling]
