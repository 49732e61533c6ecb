namespace Ingestion.Core.Documents.Xml;

/// <summary>The attributes of a tag, one after the other: <c>foreach (var attribute in reader.Attributes)</c>. What is malformed ends them.</summary>
internal ref struct XmlAttributes(ReadOnlySpan<byte> rest)
{
    private ReadOnlySpan<byte> _rest = rest;

    /// <summary>The attribute that <see cref="MoveNext"/> found.</summary>
    public XmlAttribute Current { get; private set; }

    /// <summary>For <c>foreach</c>.</summary>
    public readonly XmlAttributes GetEnumerator() => this;

    /// <summary>Steps to the next attribute.</summary>
    public bool MoveNext()
    {
        var start = 0;
        while (start < _rest.Length && IsSpace(_rest[start]))
            start++;
        _rest = _rest[start..];
        var equals = _rest.IndexOf((byte)'=');
        if (equals <= 0)
            return false;
        var open = equals + 1;
        while (open < _rest.Length && IsSpace(_rest[open]))
            open++;
        if (open >= _rest.Length || _rest[open] is not ((byte)'"' or (byte)'\''))
            return false;
        var length = _rest[(open + 1)..].IndexOf(_rest[open]);
        if (length < 0)
            return false;
        Current = new XmlAttribute(_rest[..equals].TrimEnd(" \t\r\n"u8), _rest.Slice(open + 1, length));
        _rest = _rest[(open + length + 2)..];
        return true;
    }

    private static bool IsSpace(byte value) => value is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';
}

/// <summary>An attribute of a tag.</summary>
/// <param name="name">Its name with its prefix.</param>
/// <param name="value">Its value as it is written.</param>
internal readonly ref struct XmlAttribute(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
{
    /// <summary>Its name with its prefix.</summary>
    public ReadOnlySpan<byte> Name { get; } = name;

    /// <summary>Its value as it is written: see <see cref="XmlText"/>.</summary>
    public ReadOnlySpan<byte> Value { get; } = value;

    /// <summary>Its name without its prefix.</summary>
    public ReadOnlySpan<byte> LocalName => Name[(Name.LastIndexOf((byte)':') + 1)..];

    /// <summary>Whether it is <c>1</c> or <c>true</c>.</summary>
    public bool IsTrue => Value.SequenceEqual("1"u8) || Value.SequenceEqual("true"u8) || Value.SequenceEqual("on"u8);
}
