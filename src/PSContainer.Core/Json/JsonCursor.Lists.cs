namespace PSContainer.Json;

internal ref partial struct JsonCursor
{
    /// <summary>Reads the value that the cursor stands on.</summary>
    public delegate T Reading<T>(ref JsonCursor json);

    /// <summary>An array of strings.</summary>
    public List<string> Strings()
    {
        var list = new List<string>();
        BeginArray();
        while (NextItem())
            list.Add(String());
        return list;
    }

    /// <summary>An array of whole numbers from 0.</summary>
    public List<uint> UInt32s()
    {
        var list = new List<uint>();
        BeginArray();
        while (NextItem())
            list.Add(UInt32());
        return list;
    }

    /// <summary>An array of anything.</summary>
    public List<T> List<T>(Reading<T> read)
    {
        var list = new List<T>();
        BeginArray();
        while (NextItem())
            list.Add(read(ref this));
        return list;
    }

    /// <summary>An object whose values are strings; of two entries with one key, the last counts.</summary>
    public Dictionary<string, string> Map()
    {
        var map = new Dictionary<string, string>();
        BeginObject();
        while (NextEntry(out string key))
            map[key] = String();
        return map;
    }

    /// <summary>An object whose values are all of one type; of two entries with one key, the last counts.</summary>
    public Dictionary<string, T> Map<T>(Reading<T> read)
    {
        var map = new Dictionary<string, T>();
        BeginObject();
        while (NextEntry(out string key))
            map[key] = read(ref this);
        return map;
    }
}
