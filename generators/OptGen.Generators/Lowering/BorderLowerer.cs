using OptGen.Notation;
using OptGen.Wiring;

namespace OptGen.Lowering;

/// <summary>Lowers what happens where a stage begins.</summary>
internal sealed class BorderLowerer(LoweringContext context, PrologueLowerer prologue)
{
    public void Lower()
    {
        for (int i = 0; i < context.Options.Stages.Count; i++)
        {
            StageStart stage = context.Options.Stages[i];
            int number = i + 1;
            // Without a transition the shapes stay as they are, and so do the values: where the history is projected, nothing is to be done.
            if (stage.Projects && !context.Options.HasTransition)
                continue;
            int begun = context.Options.Stages.Take(i).Where(s => !s.Projects).Select(s => s.FirstLayer).DefaultIfEmpty(0).Last();
            List<Statement> border = context.Inside(() =>
            {
                if (stage.Projects)
                    Project(number, stage.FirstLayer - begun);
                else
                    BeginAnew(number);
            });
            if (border.Count > 0)
            {
                context.Output.Add(new IfStatement(
                    new Condition(new IndexValue(AffineIndex.AtLayer(0)), Comparison.Equal, stage.FirstLayer), border.ToEquatableArray(), []));
            }
        }
    }

    private void BeginAnew(int stage)
    {
        context.Places.BeginLayer();
        Place newest = prologue.HasMainStart ? context.Places.Read(new StateValue(context.Plan.MainState, AffineIndex.AtLayer(context.Main.Newest!.Value - 1))) : new VariablePlace(context.Inputs[0]);
        Place begun = newest;
        // A list is emptied before its newest iterate is read.
        if (prologue.HasMainStart && (context.Options.HasTransition || context.Main.Buffer is not null))
        {
            var variable = new Variable(context.Names.Take("begun"), VariableKind.Tensor);
            context.Output.Add(new DeclareStatement(variable, context.Options.HasTransition ? new TransitionExpression(stage, newest) : new ReadExpression(newest)));
            begun = new VariablePlace(variable);
        }
        context.Output.Add(new SetNumberStatement(context.Start!, new IndexValue(AffineIndex.AtLayer(0))));
        context.Calls.CountsFromStart = true;
        prologue.LowerAgain(begun);
        context.Calls.CountsFromStart = false;
    }

    private void Project(int stage, int layersBefore)
    {
        foreach (Family family in context.Families.All.Where(f => f.Newest is not null))
        {
            foreach (int offset in family.HeldOffsets)
                Transform(stage, new VariablePlace(family.At(offset)));
            if (family.Storage == Storage.List)
                context.Output.Add(new TransformStatement(family.Buffer!, stage, new Variable(context.Names.Inner().Take("i"), VariableKind.Number)));
            else if (family.Storage == Storage.Ring)
                TransformRing(stage, family);
            int fromLayer = context.Plan.Layer.OfType<EvaluateStep>()
                .Where(s => ReferenceEquals(context.Families.Target(s).Family, family)).Select(s => s.FromLayer).DefaultIfEmpty(0).First();
            var own = family.ComputedEarly.Where(i => family.Pinned.Contains(i) || (layersBefore < fromLayer && i == Math.Max(family.Newest!.Value, family.FirstIndex)))
                .Select(family.AtNumber).Distinct();
            foreach (Variable variable in own.Where(v => !family.HeldOffsets.Select(family.At).Contains(v)))
                Transform(stage, new VariablePlace(variable));
        }
    }

    private void Transform(int stage, Place place) => context.Output.Add(new SetStatement(place, new TransitionExpression(stage, place)));

    /// <summary>The place after the newest value is left out: what was there is released.</summary>
    private void TransformRing(int stage, Family family)
    {
        var variable = new Variable(context.Names.Inner().Take("i"), VariableKind.Number);
        int turns = (Math.Max(0, -family.OldestOffset) + family.Places - 1) / family.Places * family.Places;
        var place = new ElementPlace(family.Buffer!, new IndexValue(new AffineIndex(0, 0, 1, 0), Modulus: family.Places));
        context.Output.Add(new CountStatement(
            variable, new IndexValue(AffineIndex.AtLayer(family.OldestOffset + turns)), new IndexValue(AffineIndex.AtLayer(family.Newest!.Value - 1 + turns)),
            [new SetStatement(place, new TransitionExpression(stage, place))]));
    }
}
