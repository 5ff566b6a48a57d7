using System.ComponentModel;
using System.Diagnostics;
using PSContainer.Errors;
using PSContainer.Json;

namespace PSContainer.Images.Registry;

/// <summary>A program <c>docker-credential-…</c>, which keeps credentials; see docker/docker-credential-helpers.</summary>
/// <param name="name">What follows the prefix: <c>secretservice</c>.</param>
/// <param name="searchPath">The folders, parted by colons, in which it is looked for.</param>
internal sealed class CredentialHelper(string name, string searchPath)
{
    private const int MaxAnswer = 64 << 10;
    private const string ErrorId = "Registry.Credential.Helper";

    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(1);

    /// <summary>Asks for the credentials of a server; null where it has none.</summary>
    /// <exception cref="ContainerException"><c>Registry.Credential.Helper</c>.</exception>
    public async Task<RegistryCredential?> GetAsync(string server, CancellationToken cancel)
    {
        string program = Find() ?? throw RegistryErrors.NoHelper(name);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        deadline.CancelAfter(s_longest);
        using Process process = Start(program);
        try
        {
            byte[] answer = await AskAsync(process, server, deadline.Token).ConfigureAwait(false);
            return process.ExitCode == 0 ? Read(answer) : HasNone(answer) ? null : throw RegistryErrors.HelperFailed(name, answer);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw RegistryErrors.HelperHangs(name, s_longest);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private string? Find() => name.AsSpan().ContainsAny('/', '\0')
        ? null
        : searchPath.Split(':').Where(static folder => folder is ['/', ..])
            .Select(folder => $"{folder}/docker-credential-{name}").FirstOrDefault(File.Exists);

    private Process Start(string program)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(program, ["get"])
            {
                RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = false, UseShellExecute = false,
            })!;
        }
        catch (Win32Exception error)
        {
            throw RegistryErrors.HelperCannotStart(name, program, error);
        }
    }

    private async Task<byte[]> AskAsync(Process process, string server, CancellationToken cancel)
    {
        try
        {
            await process.StandardInput.WriteAsync(server.AsMemory(), cancel).ConfigureAwait(false);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading: its answer says why.
        }

        byte[] answer = new byte[MaxAnswer];
        int length = await process.StandardOutput.BaseStream.ReadAtLeastAsync(answer, MaxAnswer, throwOnEndOfStream: false, cancel).ConfigureAwait(false);
        if (length == MaxAnswer)
            throw RegistryErrors.HelperFailed(name, "it says too much"u8);
        await process.WaitForExitAsync(cancel).ConfigureAwait(false);
        return answer[..length];
    }

    // The helpers' only word for it.
    private static bool HasNone(ReadOnlySpan<byte> answer) => answer.IndexOf("credentials not found"u8) >= 0;

    private RegistryCredential Read(ReadOnlySpan<byte> answer)
    {
        var json = new JsonCursor(answer, $"What docker-credential-{name} says", ErrorId);
        string? user = null, secret = null;
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> property))
        {
            if (property.SequenceEqual("Username"u8))
                user = json.String();
            else if (property.SequenceEqual("Secret"u8))
                secret = json.String();
            else
                json.Skip();
        }

        (user, secret) = (json.Required(user, "Username"), json.Required(secret, "Secret"));
        json.End();
        return user == "<token>" ? new RegistryCredential("", secret, IsIdentityToken: true) : new RegistryCredential(user, secret);
    }
}
