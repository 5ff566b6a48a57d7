namespace PSContainer.Bench.Measuring;

/// <summary>What repeated measurements of one thing gave.</summary>
internal sealed class Samples
{
    private readonly List<double> _values = [];

    public int Count => _values.Count;

    public double Median => At(0.5);

    /// <summary>The quarter below which the quickest quarter lies: what a quiet machine shows.</summary>
    public double Lower => At(0.25);

    public double Upper => At(0.75);

    public void Add(double value) => _values.Add(value);

    /// <summary>Adds those that were measured at another time.</summary>
    public void Add(Samples others) => _values.AddRange(others._values);

    private double At(double part)
    {
        _values.Sort();
        double place = part * (_values.Count - 1);
        int below = (int)place;
        return below + 1 < _values.Count ? _values[below] + ((place - below) * (_values[below + 1] - _values[below])) : _values[below];
    }
}
