using PSContainer.Json;

namespace PSContainer.Oci;

/// <summary>Reads the limits of huge pages, network traffic and RDMA.</summary>
internal static class MoreResourcesReader
{
    public static LinuxHugepageLimit Hugepages(ref JsonCursor json)
    {
        string? size = null;
        ulong? limit = null;
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> name))
        {
            // Written small too: other runtimes do not look at the case of names.
            if (name.SequenceEqual("pageSize"u8) || name.SequenceEqual("pagesize"u8))
                size = json.String();
            else if (name.SequenceEqual("limit"u8))
                limit = json.UInt64();
            else
                json.Skip();
        }

        return new LinuxHugepageLimit { PageSize = json.Required(size, "pageSize"), Limit = json.Required(limit, "limit") };
    }

    public static LinuxNetwork Network(ref JsonCursor json)
    {
        var network = new LinuxNetwork();
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("classID"u8))
                network.ClassId = json.UInt32();
            else if (name.SequenceEqual("priorities"u8))
                network.Priorities = json.List(InterfacePriority);
            else
                json.Skip();
        }

        return network;
    }

    public static LinuxRdma Rdma(ref JsonCursor json)
    {
        var rdma = new LinuxRdma();
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("hcaHandles"u8))
                rdma.HcaHandles = json.UInt32();
            else if (name.SequenceEqual("hcaObjects"u8))
                rdma.HcaObjects = json.UInt32();
            else
                json.Skip();
        }

        return rdma;
    }

    private static LinuxInterfacePriority InterfacePriority(ref JsonCursor json)
    {
        string? device = null;
        uint? priority = null;
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("name"u8))
                device = json.String();
            else if (name.SequenceEqual("priority"u8))
                priority = json.UInt32();
            else
                json.Skip();
        }

        return new LinuxInterfacePriority { Name = json.Required(device, "name"), Priority = json.Required(priority, "priority") };
    }
}
