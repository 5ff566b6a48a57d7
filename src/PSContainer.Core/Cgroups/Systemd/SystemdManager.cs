using PSContainer.Errors;

namespace PSContainer.Cgroups;

/// <summary>systemd's manager of units, over D-Bus: <c>org.freedesktop.systemd1(5)</c>.</summary>
internal sealed class SystemdManager : IDisposable
{
    private const string Service = "org.freedesktop.systemd1";
    private const string Interface = "org.freedesktop.systemd1.Manager";

    // In milliseconds; the pauses before add up to as much.
    private const int LongestPause = 4096;

    private readonly DBusConnection _connection;

    private SystemdManager(DBusConnection connection) => _connection = connection;

    /// <param name="socket">Its socket, or that of a bus.</param>
    /// <exception cref="ContainerException">It cannot be reached.</exception>
    public static SystemdManager Connect(string socket)
    {
        try
        {
            return new SystemdManager(DBusConnection.Open(socket));
        }
        catch (LinuxException error)
        {
            throw SystemdErrors.NotReached(socket, error);
        }
        catch (DBusException error)
        {
            throw SystemdErrors.Refused(socket, error.Message);
        }
    }

    /// <summary>Makes a unit that is there as long as its processes, and waits until it is.</summary>
    /// <exception cref="ContainerException">There is one of that name, or a property is not what systemd takes.</exception>
    public void Start(string unit, IReadOnlyList<UnitProperty> properties)
    {
        _connection.Subscribe(Interface, "JobRemoved");
        DBusMessage job;
        try
        {
            job = CallStart(unit, properties);
        }
        catch (DBusException error) when (error.Name == "UnitExists" && ResetFailed(unit))
        {
            job = Try("start", unit, () => CallStart(unit, properties)); // the name was held by one that had failed
        }
        catch (DBusException error)
        {
            throw SystemdErrors.CallFailed("start", unit, error);
        }

        Await(unit, job);
    }

    /// <summary>Changes properties of a unit while it is there.</summary>
    public void Set(string unit, IReadOnlyList<UnitProperty> properties) => Try("change", unit, () => Call("SetUnitProperties", "sba(sv)", body =>
    {
        body.Text(unit);
        body.Boolean(true); // only while it is there
        UnitProperty.Write(body, properties);
    }));

    /// <summary>Ends a unit, and waits until its name is free again. One that is gone is no error.</summary>
    /// <remarks>The end of the job need not be told: the unit may go by itself meanwhile, for its processes have ended.</remarks>
    public void Stop(string unit)
    {
        try
        {
            Call("StopUnit", "ss", body =>
            {
                body.Text(unit);
                body.Text("replace");
            });
        }
        catch (DBusException error) when (error.Name == "NoSuchUnit")
        {
            return;
        }
        catch (DBusException error)
        {
            throw SystemdErrors.CallFailed("stop", unit, error);
        }

        for (int pause = 1; pause < LongestPause && !IsFree(unit); pause *= 2)
        {
            Thread.Sleep(pause);
        }
    }

    public void Dispose() => _connection.Dispose();

    private DBusMessage CallStart(string unit, IReadOnlyList<UnitProperty> properties) => Call("StartTransientUnit", "ssa(sv)a(sa(sv))", body =>
    {
        body.Text(unit);
        body.Text("fail");
        UnitProperty.Write(body, properties);
        body.Array(8, static _ => { });
    });

    // One that failed holds its name until that is taken from it.
    private bool IsFree(string unit) => !Succeeds("GetUnit", unit) || (ResetFailed(unit) && !Succeeds("GetUnit", unit));

    private bool ResetFailed(string unit) => Succeeds("ResetFailedUnit", unit);

    private bool Succeeds(string member, string unit)
    {
        try
        {
            Call(member, "s", body => body.Text(unit));
            return true;
        }
        catch (DBusException)
        {
            return false; // it is gone
        }
    }

    // JobRemoved: number, job, unit, result.
    private void Await(string unit, DBusMessage reply)
    {
        string job = new DBusReader(reply.Body).Text();
        while (true)
        {
            DBusMessage signal = _connection.NextSignal();
            if (signal is { Member: "JobRemoved", Interface: Interface, Signature: "uoss" })
            {
                var reader = new DBusReader(signal.Body);
                _ = reader.UInt32();
                string which = reader.Text();
                _ = reader.Text();
                string result = reader.Text();
                if (which == job)
                {
                    _ = result == "done" ? 0 : throw SystemdErrors.JobFailed(unit, result);
                    return;
                }
            }
        }
    }

    private static DBusMessage Try(string action, string unit, Func<DBusMessage> call)
    {
        try
        {
            return call();
        }
        catch (DBusException error)
        {
            throw SystemdErrors.CallFailed(action, unit, error);
        }
    }

    private DBusMessage Call(string member, string signature, Action<DBusWriter> body) =>
        _connection.Call(Service, "/org/freedesktop/systemd1", Interface, member, signature, body);
}
