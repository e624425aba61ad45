using OptGen.Doctor;

// A program's assembly: its torch is loaded as the program would load it, and tried. Each finding is a line of JSON as soon as it is there, for the process may end at any moment.
foreach (Finding finding in new TorchTrial(args[0]).Run())
{
    Console.Out.WriteLine(finding.ToJson());
    Console.Out.Flush();
}
// Threads of torch may be waiting.
Environment.Exit(0);
