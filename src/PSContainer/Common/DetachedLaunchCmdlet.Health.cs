using System.Management.Automation;
using PSContainer.Errors;
using PSContainer.Images;
using PSContainer.Protocol;

namespace PSContainer.Commands;

/// <content>How the monitor finds out whether the container does its work.</content>
public abstract partial class DetachedLaunchCmdlet
{
    private const int HealthSeconds = 30;
    private const int HealthTries = 3;

    /// <summary>A command that is run in the container again and again, to tell its health, in place of the image's own: a line for <c>/bin/sh -c</c>, or a command and its arguments.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] HealthCommand { get; set; } = [];

    /// <summary>Leaves the image's own check of the health out.</summary>
    [Parameter(ParameterSetName = NewSet)]
    public SwitchParameter NoHealthCheck { get; set; }

    /// <summary>The time from one check of the health to the next: seconds, or a TimeSpan; 30 seconds by default, or what the image says.</summary>
    [Parameter]
    [SecondsTransformation]
    public TimeSpan HealthInterval { get; set; } = TimeSpan.FromSeconds(HealthSeconds);

    /// <summary>The time after which a check is ended and has failed: seconds, or a TimeSpan; 30 seconds by default, or what the image says.</summary>
    [Parameter]
    [SecondsTransformation]
    public TimeSpan HealthTimeout { get; set; } = TimeSpan.FromSeconds(HealthSeconds);

    /// <summary>For how long after the start failures do not count: seconds, or a TimeSpan; none by default, or what the image says.</summary>
    [Parameter]
    [SecondsTransformation]
    public TimeSpan HealthStartPeriod { get; set; }

    /// <summary>How many failures in a row make the container unhealthy; 3 by default, or what the image says.</summary>
    [Parameter]
    public int HealthRetries { get; set; } = HealthTries;

    private bool HasHealthParameter(out string name) =>
        (name = MyInvocation.BoundParameters.Keys.FirstOrDefault(static key => key.StartsWith("Health", StringComparison.Ordinal)) ?? "").Length > 0;

    private HealthSettings? Health()
    {
        ImageHealthcheck? own = NoHealthCheck ? null : Storage?.Image?.Healthcheck;
        IReadOnlyList<string> command = HealthCommand switch
        {
            [] => own is null ? [] : HealthTest.Command(own.Test),
            [var line] => HealthTest.Shell(line),
            _ => HealthCommand,
        };
        if (command.Count == 0 || (NoHealthCheck && HealthCommand.Length > 0))
        {
            return HasHealthParameter(out string named) ? throw MonitorErrors.NoHealthCommand(named) : null;
        }

        return new HealthSettings
        {
            Command = command, Interval = Milliseconds(HealthInterval, own?.Interval, least: 1, nameof(HealthInterval)),
            Timeout = Milliseconds(HealthTimeout, own?.Timeout, least: 1, nameof(HealthTimeout)),
            StartPeriod = Milliseconds(HealthStartPeriod, own?.StartPeriod, least: 0, nameof(HealthStartPeriod)), Retries = Retries(own?.Retries),
        };
    }

    private int Retries(int? images) => HealthRetries <= 0 ? throw MonitorErrors.HealthRetries(HealthRetries)
        : images is > 0 && !MyInvocation.BoundParameters.ContainsKey(nameof(HealthRetries)) ? images.Value : HealthRetries;

    // What the user says comes before what the image says; there, zero stands for the usual time.
    private int Milliseconds(TimeSpan users, TimeSpan? images, int least, string parameter)
    {
        bool isImages = images is { Ticks: > 0 } && !MyInvocation.BoundParameters.ContainsKey(parameter);
        double time = (isImages ? images!.Value : users).TotalMilliseconds;
        return isImages ? (int)Math.Clamp(Math.Ceiling(time), least, int.MaxValue)
            : time >= least && time <= int.MaxValue ? (int)time : throw MonitorErrors.HealthTime(users, parameter);
    }
}
