using System.Runtime.InteropServices.JavaScript;

namespace OptGen.Playground;

/// <summary>What the page asks of the browser besides drawing: wwwroot/playground.js.</summary>
internal static partial class Browser
{
    private const string Module = "playground";

    /// <summary>Loads the script; before anything else here.</summary>
    public static Task LoadAsync() => JSHost.ImportAsync(Module, "../playground.js");

    /// <summary>What stands behind the # of the address.</summary>
    [JSImport("fragment", Module)]
    public static partial string Fragment();

    /// <summary>Calls back where back, forward or the user's typing has changed the address.</summary>
    [JSImport("listen", Module)]
    public static partial void Listen([JSMarshalAs<JSType.Function<JSType.String>>] Action<string> changed);

    /// <summary>Puts a fragment into the address, as a new entry of the history or in the place of this one.</summary>
    [JSImport("write", Module)]
    public static partial void Write(string fragment, bool isNewEntry);

    /// <summary>Replaces characters of the text as typing would, so that undo takes it back.</summary>
    [JSImport("replace", Module)]
    public static partial void Replace(int start, int length, string replacement);

    /// <summary>Selects characters of the text and brings them into view.</summary>
    [JSImport("select", Module)]
    public static partial void Select(int start, int length);

    /// <summary>Puts the focus on an element.</summary>
    [JSImport("focus", Module)]
    public static partial void Focus(string id);

    /// <summary>Copies a text; false where the browser does not let it.</summary>
    [JSImport("copy", Module)]
    public static partial Task<bool> CopyAsync(string text);

    /// <summary>The page's address.</summary>
    [JSImport("address", Module)]
    public static partial string Address();
}
