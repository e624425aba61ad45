using OptGen.Notation;

namespace OptGen.Generators.Tests.Notation;

public class EquatableArrayTests
{
    [Fact]
    public void Equals_SameItemsInOrder_IsTrue()
    {
        EquatableArray<string> a = ["x", "y"];

        Assert.Equal(a, ["x", "y"]);
        Assert.Equal(a.GetHashCode(), new EquatableArray<string>(["x", "y"]).GetHashCode());
        Assert.True(a != ["y", "x"]);
        Assert.True(a != ["x"]);
    }

    [Fact]
    public void Default_IsTheEmptyArray()
    {
        EquatableArray<int> none = default;

        Assert.Empty(none);
        Assert.True(none == []);
        Assert.Equal(none.GetHashCode(), EquatableArray<int>.Empty.GetHashCode());
    }
}
