using PSContainer.Launch.Steps;
using PSContainer.Oci;
using PSContainer.Protocol;

namespace PSContainer.Launch.Layers;

/// <summary>Plans a root that is put together from folders.</summary>
internal static class LayerPlanner
{
    public static void Plan(List<LaunchStep> steps, RootLayers layers, NamespacePlan namespaces, LaunchFacts facts)
    {
        // Whoever is root outside can do more there: its notes are then out of the container's reach, and owners are mapped.
        bool outside = namespaces.Has(NamespaceKind.User) && facts.UserId == 0;
        steps.Add(new OverlayRootStep(layers, userAttributes: !facts.MayFilterDevices) { OpensOutside = outside });
    }
}
