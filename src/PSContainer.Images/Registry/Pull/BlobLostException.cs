namespace PSContainer.Images.Registry;

/// <summary>What was read of an arriving blob may not be of it: never seen outside the request of an image.</summary>
internal sealed class BlobLostException : Exception
{
    public BlobLostException()
        : base("The blob did not arrive whole.")
    {
    }

    public BlobLostException(string message)
        : base(message)
    {
    }

    public BlobLostException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
