namespace OptGen.Experiments.Centralization;
internal static class Report { public static string Write(Setting s) => s.Plan; }
