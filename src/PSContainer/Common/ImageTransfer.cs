using System.Management.Automation;
using PSContainer.Errors;
using PSContainer.Images.Registry;

namespace PSContainer.Commands;

/// <summary>Lets a cmdlet wait for a transfer that other threads do.</summary>
internal static class ImageTransfer
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(100);

    /// <summary>Transfers on other threads, and shows on the pipeline's how far it is.</summary>
    /// <exception cref="ContainerException">What the transfer throws.</exception>
    /// <exception cref="PipelineStoppedException">It was stopped.</exception>
    public static T Run<T>(Cmdlet cmdlet, string activity, Func<TransferProgress, CancellationToken, Task<T>> transfer, CancellationToken stop)
    {
        var progress = new TransferProgress();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Task<T> task = Task.Run(() => transfer(progress, ending.Token), CancellationToken.None);
        using var view = new TransferView(cmdlet, activity, progress);
        try
        {
            while (!((IAsyncResult)task).AsyncWaitHandle.WaitOne(s_look))
            {
                view.Show();
            }

            view.ShowMessages();
            return task.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }
        finally
        {
            // Showing may fail, too, as where the user wants no more of it: nothing goes on behind the pipeline's back.
            ending.Cancel();
            ((IAsyncResult)task).AsyncWaitHandle.WaitOne();
        }
    }
}
