using System.Management.Automation;
using PSContainer.Errors;
using PSContainer.State;

namespace PSContainer.Commands;

/// <summary>One container as a parameter takes it: the object, a name, or as much of an id as is unique.</summary>
internal static class ContainerArgument
{
    /// <exception cref="ContainerException"><c>Container.NotFound</c>, <c>Container.AmbiguousId</c></exception>
    public static Container Find(object value, StateStore store)
    {
        object bare = value is PSObject wrapped ? wrapped.BaseObject : value;
        if (bare is Container container)
        {
            return container;
        }

        string text = LanguagePrimitives.ConvertTo<string>(bare);
        return store.FindListedByName(text) is { } reading
            ? new Container(store, reading.StateOrBroken())
            : new Container(store, store.Find(text).StateOrBroken());
    }
}
