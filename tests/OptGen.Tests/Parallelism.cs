// TorchSharp hands torch numbers (Scalar) that the finalizer may free while torch reads them; collections on other threads make that likely.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
