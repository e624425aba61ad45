using System.Runtime.Versioning;
using Microsoft.AspNetCore.Components.WebAssembly.Hosting;
using OptGen.Playground;

[assembly: SupportedOSPlatform("browser")]

var builder = WebAssemblyHostBuilder.CreateDefault(args);
await Browser.LoadAsync();
builder.RootComponents.Add<App>("#app");
await builder.Build().RunAsync();
