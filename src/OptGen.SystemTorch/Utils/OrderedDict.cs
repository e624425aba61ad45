using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace TorchSharp.Utils;

/// <summary>A dictionary that keeps its entries in the order they were added, and can be read as the list of them.</summary>
/// <remarks>Lookup takes constant time, removal and insertion linear time. Not safe for concurrent changes.</remarks>
public class OrderedDict<TKey, TValue> : IDictionary<TKey, TValue>, IList<(TKey, TValue)>
    where TKey : notnull
{
    private readonly List<(TKey Key, TValue Value)> entries = [];
    private readonly Dictionary<TKey, int> positions = [];

    /// <summary>The number of entries.</summary>
    public int Count => entries.Count;

    /// <summary>False: entries can be added and removed.</summary>
    public bool IsReadOnly => false;

    /// <summary>A copy of the keys, in order.</summary>
    public ICollection<TKey> Keys => entries.ConvertAll(entry => entry.Key);

    /// <summary>A copy of the values, in order of their keys.</summary>
    public ICollection<TValue> Values => entries.ConvertAll(entry => entry.Value);

    /// <summary>The entry at a position; setting one replaces key and value there.</summary>
    /// <exception cref="ArgumentException">The new key is that of another entry.</exception>
    public (TKey, TValue) this[int index]
    {
        get => entries[index];
        set
        {
            if (positions.TryGetValue(value.Item1, out var position) && position != index) throw Duplicate(value.Item1);
            positions.Remove(entries[index].Key);
            entries[index] = value;
            positions[value.Item1] = index;
        }
    }

    /// <summary>The value of a key; setting the value of a new key adds an entry at the end.</summary>
    /// <exception cref="KeyNotFoundException">The key to read is not there.</exception>
    public TValue this[TKey key]
    {
        get => positions.TryGetValue(key, out var position)
            ? entries[position].Value
            : throw new KeyNotFoundException($"There is no entry '{key}'.");
        set
        {
            if (positions.TryGetValue(key, out var position)) entries[position] = (key, value);
            else Append(key, value);
        }
    }

    /// <summary>Removes every entry.</summary>
    public void clear() => Clear();

    /// <summary>Walks through the entries in order.</summary>
    public IEnumerator<(TKey, TValue)> items() => GetEnumerator();

    /// <summary>The keys, in order.</summary>
    public IEnumerable<TKey> keys() => entries.Select(entry => entry.Key);

    /// <summary>The values, in order of their keys.</summary>
    public IEnumerable<TValue> values() => entries.Select(entry => entry.Value);

    /// <summary>Adds an entry at the end.</summary>
    /// <exception cref="ArgumentException">The key is there already.</exception>
    public void Add((TKey, TValue) item) => Add(item.Item1, item.Item2);

    /// <inheritdoc cref="Add(ValueTuple{TKey, TValue})"/>
    public void Add(TKey key, TValue value)
    {
        if (positions.ContainsKey(key)) throw Duplicate(key);
        Append(key, value);
    }

    /// <inheritdoc cref="Add(ValueTuple{TKey, TValue})"/>
    public void Add(KeyValuePair<TKey, TValue> item) => Add(item.Key, item.Value);

    /// <summary>Removes every entry.</summary>
    public void Clear()
    {
        entries.Clear();
        positions.Clear();
    }

    /// <summary>Whether there is an entry with this key and this value.</summary>
    public bool Contains((TKey, TValue) item) => IndexOf(item) >= 0;

    /// <summary>Whether there is an entry with this key and this value.</summary>
    public bool Contains(KeyValuePair<TKey, TValue> item) => IndexOf((item.Key, item.Value)) >= 0;

    /// <summary>Whether there is an entry with this key.</summary>
    public bool ContainsKey(TKey key) => positions.ContainsKey(key);

    /// <summary>Copies the entries to an array, from an index of that array on.</summary>
    public void CopyTo((TKey, TValue)[] array, int arrayIndex) => entries.CopyTo(array, arrayIndex);

    /// <summary>Copies the entries to an array, from an index of that array on.</summary>
    public void CopyTo(KeyValuePair<TKey, TValue>[] array, int arrayIndex)
    {
        foreach (var (key, value) in entries) array[arrayIndex++] = new KeyValuePair<TKey, TValue>(key, value);
    }

    /// <summary>The position of the entry with this key and this value; -1 where there is none.</summary>
    public int IndexOf((TKey, TValue) item) =>
        positions.TryGetValue(item.Item1, out var position) && EqualityComparer<TValue>.Default.Equals(entries[position].Value, item.Item2)
            ? position
            : -1;

    /// <summary>Inserts an entry before the one at a position.</summary>
    /// <exception cref="ArgumentException">The key is there already.</exception>
    public void Insert(int index, (TKey, TValue) item)
    {
        if (positions.ContainsKey(item.Item1)) throw Duplicate(item.Item1);
        entries.Insert(index, item);
        Number(index);
    }

    /// <summary>Removes the entry with this key and this value; false where there is none.</summary>
    public bool Remove((TKey, TValue) item)
    {
        var position = IndexOf(item);
        if (position < 0) return false;
        RemoveAt(position);
        return true;
    }

    /// <summary>Removes the entry with this key; false where there is none.</summary>
    public bool Remove(TKey key)
    {
        if (!positions.TryGetValue(key, out var position)) return false;
        RemoveAt(position);
        return true;
    }

    /// <summary>Removes the entry with this key and this value; false where there is none.</summary>
    public bool Remove(KeyValuePair<TKey, TValue> item) => Remove((item.Key, item.Value));

    /// <summary>Removes the entry at a position.</summary>
    public void RemoveAt(int index)
    {
        positions.Remove(entries[index].Key);
        entries.RemoveAt(index);
        Number(index);
    }

    /// <summary>Reads the value of a key; false where the key is not there.</summary>
    public bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        var found = positions.TryGetValue(key, out var position);
        value = found ? entries[position].Value : default;
        return found;
    }

    /// <summary>Walks through the entries in order.</summary>
    public IEnumerator<(TKey, TValue)> GetEnumerator() => entries.GetEnumerator();

    IEnumerator<KeyValuePair<TKey, TValue>> IEnumerable<KeyValuePair<TKey, TValue>>.GetEnumerator() =>
        entries.Select(entry => new KeyValuePair<TKey, TValue>(entry.Key, entry.Value)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>A copy of the entries, in order.</summary>
    internal (TKey Key, TValue Value)[] ToArray() => entries.ToArray();

    private static ArgumentException Duplicate(TKey key) => new($"There is an entry '{key}' already.", nameof(key));

    private void Append(TKey key, TValue value)
    {
        positions.Add(key, entries.Count);
        entries.Add((key, value));
    }

    /// <summary>Notes again where the entries from a position on stand.</summary>
    private void Number(int from)
    {
        for (var i = from; i < entries.Count; i++) positions[entries[i].Key] = i;
    }
}
