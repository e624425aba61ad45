namespace OptGen.Masking.Tests;

public sealed class MaskFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("optgen-masks-").FullName;

    public static TheoryData<double> Fractions => [0.5, 0.3, 0.1, 0.05, 0.01, 1.0, 0.0];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [MemberData(nameof(Fractions))]
    public void Read_OfWhatWasWritten_GivesTheContents(double fraction)
    {
        var path = Path.Combine(folder, "new", "net.pemn");
        for (var i = 0; i < Samples.Fills.Length; i++)
        {
            for (var prototype = 0; prototype < 4; prototype++)
            {
                var contents = Samples.Of((4 * i) + prototype, Samples.Fills[i], prototype, fraction);
                MaskFile.Write(path, contents);
                Assert.Equal(contents, MaskFile.Read(path));
                Assert.Equal(File.ReadAllBytes(path), MaskFile.ToBytes(MaskFile.Read(path)));
            }
        }

        Assert.Equal(["net.pemn"], Directory.GetFiles(Path.Combine(folder, "new")).Select(Path.GetFileName));
    }

    [Fact]
    public void Contents_OneMemberOther_AreNotEqual()
    {
        var contents = Samples.Small();
        MaskFileContents[] others =
        [
            contents with { Architecture = "" }, contents with { Fill = new RandomVectorFill(0.11, VectorArrangement.Shifted) },
            contents with { Values = FillValues.Normal }, contents with { Seed = 1 }, contents with { Prototype = new SeedPrototype() },
            contents with { Prototype = new Float32Prototype([0.5f, -1.25f, 3.5f]) }, contents with { Tensors = [] },
            contents with { Weights = contents.Weights[..2] },
            contents with { Weights = contents.Weights.SetItem(0, contents.Weights[0] with { Mask = [0b00010010, 1, 0] }) },
            contents with { Weights = contents.Weights.SetItem(0, contents.Weights[0] with { Shape = [5, 4] }) },
            contents with { Weights = contents.Weights.SetItem(0, contents.Weights[0] with { Gain = 0.25 }) },
            contents with { Weights = contents.Weights.SetItem(0, contents.Weights[0] with { Offset = 1 }) },
            contents with { Tensors = [contents.Tensors[0] with { Data = [0, 0x3C, 1, 3] }] }
        ];
        Assert.Equal(contents, Samples.Small());
        Assert.Equal(contents.GetHashCode(), Samples.Small().GetHashCode());
        Assert.All(others, other => Assert.NotEqual(contents, other));
        Assert.NotEqual(Samples.Small(new ConstantPrototype(0f)), Samples.Small(new ConstantPrototype(-0f)));
        Assert.NotEqual(Samples.Small(new Float32Prototype([1, 2, 0f])), Samples.Small(new Float32Prototype([1, 2, -0f])));
    }

    [Fact]
    public void Write_ContentsThatBreakARule_SaysWhich()
    {
        var small = Samples.Small();
        var weight = small.Weights[0];
        var tensor = small.Tensors[0];
        MaskFileContents With(MaskedWeight changed) => small with { Weights = small.Weights.SetItem(0, changed) };
        MaskFileContents WithTensor(StoredTensor changed) => small with { Tensors = [changed] };
        (MaskFileContents Contents, string Fault)[] cases =
        [
            (small with { Architecture = null! }, "manifest: the architecture note is null"),
            (small with { Architecture = new string('ä', 40000) }, "manifest: the architecture note has 80000 bytes in UTF-8; the limit is 65536"),
            (small with { Architecture = "\ud800" }, "manifest: the architecture note has half a surrogate pair, which UTF-8 cannot hold"),
            (small with { Fill = null! }, "manifest: there is no fill"),
            (small with { Fill = new RandomVectorFill(0) }, "manifest: the random vector's ratio is 0, which is not above 0 and at most 1"),
            (small with { Fill = new RandomVectorFill(double.NaN) }, "manifest: the random vector's ratio is NaN, which is not above 0 and at most 1"),
            (small with { Fill = new RandomVectorFill(1, (VectorArrangement)3) }, "manifest: 3 is no arrangement of a random vector"),
            (small with { Fill = new MaxLayerFill() }, "manifest: weight 'a.weight' has the offset 2, but only a shifted random vector has offsets"),
            (small with { Values = (FillValues)9 }, "manifest: 9 is no kind of values"),
            (small with { Prototype = null! }, "manifest: there is no prototype"),
            (small with { Weights = [] }, "manifest: there is no masked weight"),
            (small with { Weights = default }, "manifest: there is no masked weight"),
            (small with { Weights = [null!] }, "manifest: a masked weight is null"),
            (With(weight with { Name = "" }), "manifest: a name is empty"),
            (With(weight with { Name = "b.weight" }), "manifest: the name 'b.weight' is there twice"),
            (With(weight with { Name = new string('x', 1025) }), "manifest: a name has 1025 bytes in UTF-8; the limit is 1024"),
            (With(weight with { Shape = [] }), "manifest: weight 'a.weight' has 0 dimensions, which is not from 1 to 8"),
            (With(weight with { Shape = default }), "manifest: weight 'a.weight' has no shape"),
            (With(weight with { Shape = [4, 0] }), "manifest: weight 'a.weight' has the shape [4, 0], whose sizes are not all from 1 to 2147483647"),
            (With(weight with { Shape = [1 << 20, 1 << 20, 1 << 20, 1 << 20] }), "manifest: weight 'a.weight' of shape [1048576, 1048576, 1048576, 1048576] has more than 2147483647 numbers"),
            (With(weight with { Shape = [int.MaxValue] }), "manifest: there are more than 1073741824 masked weights, which is the limit"),
            (With(weight with { Type = StoredType.I32 }), "manifest: weight 'a.weight' has the type I32, which is no floating-point type"),
            (With(weight with { Kept = 21 }), "manifest: weight 'a.weight' keeps 21 of 20 numbers"),
            (With(weight with { Gain = double.PositiveInfinity }), "manifest: weight 'a.weight' has the gain Infinity"),
            (With(weight with { Offset = 3 }), "manifest: weight 'a.weight' has the offset 3 in a prototype of 3 values"),
            (With(weight with { Offset = -1 }), "manifest: weight 'a.weight' has the offset -1 in a prototype of 3 values"),
            (small with { Prototype = new Float32Prototype([1, 2]) }, "prototype: there are 2 values, where the fill and the shapes take 3"),
            (small with { Prototype = new Float32Prototype(default) }, "prototype: there are 0 values, where the fill and the shapes take 3"),
            (small with { Prototype = new Float32Prototype([1, 2, float.NaN]) }, "prototype: a value is NaN"),
            (small with { Prototype = new Float16Prototype([Half.One, Half.One, Half.NegativeInfinity]) }, "prototype: a value is -Infinity"),
            (small with { Prototype = new ConstantPrototype(float.NaN) }, "prototype: the value is NaN"),
            (With(weight with { Mask = default }), "masks: the mask of 'a.weight' has 0 bytes, where 20 bits take 3"),
            (With(weight with { Mask = [1, 2] }), "masks: the mask of 'a.weight' has 2 bytes, where 20 bits take 3"),
            (With(weight with { Mask = [1, 2, 0x10] }), "masks: the mask of 'a.weight' has ones after its last weight"),
            (With(weight with { Mask = [1, 2, 0] }), "masks: the mask of 'a.weight' has 2 ones, where the manifest says 3"),
            (small with { Tensors = default }, "tensors: there is no list of tensors"),
            (WithTensor(null!), "tensors: a tensor is null"),
            (WithTensor(tensor with { Name = "a.weight" }), "tensors: the name 'a.weight' is there twice"),
            (WithTensor(tensor with { Type = (StoredType)10 }), "tensors: tensor 'a.bias' has the type 10, which is none"),
            (WithTensor(tensor with { Shape = [3] }), "tensors: tensor 'a.bias' has 4 bytes, where F16 of shape [3] takes 6"),
            (WithTensor(tensor with { Shape = [1, 1, 1, 1, 1, 1, 1, 1, 2] }), "tensors: tensor 'a.bias' has 9 dimensions, which is not from 0 to 8"),
            (WithTensor(tensor with { Type = StoredType.Bool, Shape = [4] }), "tensors: tensor 'a.bias' has a truth value that is neither 0 nor 1")
        ];
        foreach (var (contents, fault) in cases)
            Assert.Equal($"The contents cannot be written: {fault}. (Parameter 'contents')", Assert.Throws<ArgumentException>(() => MaskFile.ToBytes(contents)).Message);
    }

    [Fact]
    public void Write_AboveTheLimits_IsRefusedAndReadingToo()
    {
        var contents = Samples.Small();
        var bytes = MaskFile.ToBytes(contents);
        Assert.Equal($"The contents cannot be written: the file would have {bytes.Length} bytes; the limit is 100. (Parameter 'contents')",
            Assert.Throws<ArgumentException>(() => MaskFile.ToBytes(contents, new MaskFileLimits(MaxBytes: 100))).Message);
        Assert.Equal($"The file has {bytes.Length} bytes; the limit is 100.", Assert.Throws<MaskFileException>(() => MaskFile.FromBytes(bytes, new MaskFileLimits(MaxBytes: 100))).Message);
        var error = Assert.Throws<MaskFileException>(() => MaskFile.FromBytes(bytes, new MaskFileLimits(MaxWeights: 30)));
        Assert.Equal(("Section 'manifest': there are more than 30 masked weights, which is the limit.", MaskFileSection.Manifest), (error.Message, error.Section));
        Assert.Equal(contents, MaskFile.FromBytes(bytes, new MaskFileLimits(bytes.Length, 31)));
    }

    [Fact]
    public void Read_FileThatIsNotThere_IsOneSentence()
    {
        var path = Path.Combine(folder, "none.pemn");
        var error = Assert.Throws<MaskFileException>(() => MaskFile.Read(path));
        Assert.StartsWith($"'{path}' cannot be read as a masked network. The file could not be read: ", error.Message, StringComparison.Ordinal);
        Assert.Equal(MaskFileSection.File, error.Section);
        Assert.Throws<MaskFileException>(() => MaskFile.Read(folder));
        File.WriteAllText(path, "");
        Assert.Equal($"'{path}' cannot be read as a masked network. The file has 0 bytes, where the shortest one has 92.", Assert.Throws<MaskFileException>(() => MaskFile.Read(path)).Message);
    }

    [Fact]
    public void Write_ThatFails_LeavesTheFileThatWasThere()
    {
        var path = Path.Combine(folder, "net.pemn");
        MaskFile.Write(path, Samples.Small());
        var before = File.ReadAllBytes(path);
        Assert.Throws<ArgumentException>(() => MaskFile.Write(path, Samples.Small() with { Tensors = default }));
        Directory.CreateDirectory(Path.Combine(folder, "taken"));
        foreach (var taken in new[] { Path.Combine(folder, "taken"), Path.Combine(folder, "new") + "/", "/" })
            Assert.Equal($"'{taken}' cannot be written: it is a folder. Name a file in it.", Assert.Throws<IOException>(() => MaskFile.Write(taken, Samples.Small())).Message);
        Assert.Equal(before, File.ReadAllBytes(path));
        Assert.Equal(["net.pemn"], Directory.GetFiles(folder).Select(Path.GetFileName));
    }
}
