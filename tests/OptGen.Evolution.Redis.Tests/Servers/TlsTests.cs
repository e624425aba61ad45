using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using StackExchange.Redis;

namespace OptGen.Evolution.Redis.Tests.Servers;

/// <summary>Encrypted connections, as StackExchange.Redis takes them.</summary>
public sealed class TlsTests
{
    [Fact]
    public void Configuration_OfTls_IsPassedThrough()
    {
        ConfigurationOptions options = ConfigurationOptions.Parse("example.org:6380,ssl=true,sslHost=redis.example.org,user=u,password=p,defaultDatabase=3,connectTimeout=1234");
        int asked = 0;
        options.CertificateValidation += (_, _, _, _) => ++asked > 0;
        ConfigurationOptions taken = new RedisRun(options, "test").Configuration!;
        Assert.NotSame(options, taken);
        Assert.True(taken.Ssl);
        Assert.Equal(("redis.example.org", "u", "p", 3, 1234), (taken.SslHost, taken.User, taken.Password, taken.DefaultDatabase!.Value, taken.ConnectTimeout));
        Assert.Equal("example.org:6380", EndPointCollection.ToString(Assert.Single(taken.EndPoints)));
    }

    [FactWithRedis]
    public void Connection_OverTls_IsMadeWithTheIssuerThatIsTrusted()
    {
        using var folder = new TemporaryFolder();
        using RSA key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllText(folder.File("certificate.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(folder.File("key.pem"), key.ExportPkcs8PrivateKeyPem());
        int port = RedisServerProcess.FreePort();
        using var server = new RedisServerProcess(false, "--tls-port", $"{port}", "--tls-cert-file", folder.File("certificate.pem"), "--tls-key-file", folder.File("key.pem"),
            "--tls-ca-cert-file", folder.File("certificate.pem"), "--tls-auth-clients", "no");
        RedisRun Run(bool isTrusted)
        {
            ConfigurationOptions options = ConfigurationOptions.Parse($"127.0.0.1:{port},ssl=true,sslHost=localhost,connectTimeout=5000");
            options.CheckCertificateRevocation = false;
            if (isTrusted)
                options.TrustIssuer(folder.File("certificate.pem"));
            return new RedisRun(options, "test") { LongestOutage = TimeSpan.Zero };
        }

        using var worker = new WorkerThread(Run(true));
        using var workers = new RedisWorkers(Run(true), 1);
        SmallTask.Evolve(workers, generations: 2);
        Assert.Null(worker.Error);
        using var strange = new RedisWorkers(Run(false), 1);
        Assert.Throws<EvolutionException>(() => SmallTask.Evolve(strange, generations: 2));
    }
}
