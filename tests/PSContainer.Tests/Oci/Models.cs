using System.Collections;
using System.Reflection;
using PSContainer.Oci;

namespace PSContainer.Tests.Oci;

/// <summary>Fills and compares models property by property, so that a property nobody thought of is noticed.</summary>
internal static class Models
{
    /// <summary>A model in which every property has a value of its own that is not its default.</summary>
    public static T Full<T>(int items = 2)
        where T : class => (T)new Filler(items).Value(typeof(T), typeof(T).Name);

    /// <summary>The first difference between two models, or null.</summary>
    public static string? Difference(object? expected, object? actual, string path = "$")
    {
        if (expected is null || actual is null)
            return expected is null && actual is null ? null : $"{path}: {expected ?? "null"} became {actual ?? "null"}";
        return expected switch
        {
            IDictionary one => Entries(one, (IDictionary)actual, path),
            IList one => Items(one, (IList)actual, path),
            _ when IsModel(expected.GetType()) => Properties(expected, actual, path),
            _ => expected.Equals(actual) ? null : $"{path}: {expected} became {actual}",
        };
    }

    private static bool IsModel(Type type) => type.Namespace == typeof(RuntimeSpec).Namespace && type.IsClass;

    private static string? Properties(object expected, object actual, string path) => expected.GetType().GetProperties()
        .Select(p => Difference(p.GetValue(expected), p.GetValue(actual), $"{path}.{p.Name}")).FirstOrDefault(d => d is not null);

    private static string? Items(IList expected, IList actual, string path) => expected.Count != actual.Count
        ? $"{path}: {expected.Count} items became {actual.Count}"
        : Enumerable.Range(0, expected.Count).Select(i => Difference(expected[i], actual[i], $"{path}[{i}]")).FirstOrDefault(d => d is not null);

    private static string? Entries(IDictionary expected, IDictionary actual, string path) => expected.Count != actual.Count
        ? $"{path}: {expected.Count} entries became {actual.Count}"
        : expected.Keys.Cast<object>().Select(k => Difference(expected[k], actual[k], $"{path}[{k}]")).FirstOrDefault(d => d is not null);

    private sealed class Filler(int items)
    {
        private int _next;

        public object Value(Type type, string name)
        {
            type = Nullable.GetUnderlyingType(type) ?? type;
            _next++;
            return name switch
            {
                nameof(RuntimeSpec.OciVersion) => $"1.0.{_next}",
                nameof(LinuxCapabilities.Bounding) or nameof(LinuxCapabilities.Effective) or nameof(LinuxCapabilities.Inheritable)
                    or nameof(LinuxCapabilities.Permitted) or nameof(LinuxCapabilities.Ambient) => Capabilities.All.Skip(_next % 40).Take(items).ToList(),
                _ when type.IsEnum => Enum.GetValues(type).GetValue(Enum.GetValues(type).Length - 1)!,
                _ when type == typeof(string) => $"{name} \"{_next}\" ä€𝄞\n\\",
                _ when type == typeof(bool) => true,
                _ when type.IsPrimitive => Convert.ChangeType(_next, type, null),
                _ when type.IsGenericType => Collection(type, name),
                _ => Model(type),
            };
        }

        private object Collection(Type type, string name)
        {
            object collection = Activator.CreateInstance(type)!;
            for (int i = 0; i < items; i++)
            {
                object item = Value(type.GetGenericArguments()[^1], name + "Item");
                if (collection is IDictionary map)
                    map.Add($"key {i}/ä", item);
                else
                    ((IList)collection).Add(item);
            }

            return collection;
        }

        private object Model(Type type)
        {
            object model = Activator.CreateInstance(type)!;
            foreach (PropertyInfo property in type.GetProperties())
                property.SetValue(model, Value(property.PropertyType, property.Name));
            return model;
        }
    }
}
