using static TorchSharp.torch;

namespace OptGen.Training;

/// <summary>The random generators of a training, whose states are what makes a run that goes on the same as one that was never interrupted.</summary>
internal sealed class RandomStates : IDisposable
{
    // Augmentations have numbers of their own, so that switching them on changes neither split nor order.
    private const ulong AugmentationStream = 0x9E3779B97F4A7C15;

    private readonly Generator _order;
    private byte[] _epochOrder = [];
    private byte[] _epochDefault = [];
    private (byte[] Default, byte[] Augmentation)? _afterSkip;
    private bool _isInEpoch;

    public RandomStates(Generator order, long seed)
    {
        _order = order;
        Augmentation = new Generator((ulong)seed ^ AugmentationStream, CPU);
    }

    /// <summary>What augmentations draw from.</summary>
    public Generator Augmentation { get; }

    /// <summary>Remembers how an epoch begins.</summary>
    public void BeginEpoch() => (_epochOrder, _epochDefault, _isInEpoch) = (Bytes(_order.get_state()), Bytes(get_rng_state()), true);

    /// <summary>What is drawn from now on belongs to the next epoch.</summary>
    public void EndEpoch() => _isInEpoch = false;

    /// <summary>After the batches that were trained on already were passed over: the states that the checkpoint was written in.</summary>
    public void EndSkip()
    {
        if (_afterSkip is not { } states)
            return;
        using Tensor standard = State(states.Default), augmentation = State(states.Augmentation);
        set_rng_state(standard);
        Augmentation.set_state(augmentation);
        _afterSkip = null;
    }

    /// <summary>The states by name, for a checkpoint.</summary>
    /// <param name="step">How many steps of the epoch are done. An epoch without one begins anew, whatever was drawn for it already.</param>
    public IEnumerable<(string Name, byte[] State)> Save(long step)
    {
        bool isBegun = _isInEpoch && step == 0;
        yield return ("order", step == 0 && !isBegun ? Bytes(_order.get_state()) : _epochOrder);
        yield return ("epoch", _epochDefault);
        yield return ("default", isBegun ? _epochDefault : Bytes(get_rng_state()));
        yield return ("augmentation", Bytes(Augmentation.get_state()));
    }

    /// <summary>Goes back to where the checkpoint's epoch began; <see cref="EndSkip"/> then goes to where it was written.</summary>
    public void Restore(Checkpoint checkpoint)
    {
        bool begins = checkpoint.State.Step == 0;
        (_epochOrder, _epochDefault) = (checkpoint.RandomState("order"), checkpoint.RandomState("epoch"));
        byte[] standard = checkpoint.RandomState("default"), augmentation = checkpoint.RandomState("augmentation");
        using Tensor order = State(_epochOrder), now = State(begins ? standard : _epochDefault);
        _order.set_state(order);
        set_rng_state(now);
        _isInEpoch = !begins;
        _afterSkip = begins ? null : (standard, augmentation);
        if (begins)
        {
            using Tensor state = State(augmentation);
            Augmentation.set_state(state);
        }
    }

    public void Dispose() => Augmentation.Dispose();

    private static byte[] Bytes(Tensor state)
    {
        using (state)
            return state.bytes.ToArray();
    }

    private static Tensor State(byte[] bytes) => tensor(bytes, dtype: ScalarType.Byte);
}
