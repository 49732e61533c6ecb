using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.DataProtection.StackExchangeRedis;
using StackExchange.Redis;

namespace Ingestion.Web;

/// <summary>The keys of sign-in cookies, in Redis, where every Web host finds them. Connected when the first cookie is read or made.</summary>
internal sealed class RedisKeyRing(string connectionString) : IDisposable
{
    private static readonly RedisKey Name = "ingestion:web:keys";
    private readonly Lazy<ConnectionMultiplexer> _connection = new(() => ConnectionMultiplexer.Connect(connectionString));

    public IXmlRepository Repository => new RedisXmlRepository(() => _connection.Value.GetDatabase(), Name);

    public void Dispose()
    {
        if (_connection.IsValueCreated)
            _connection.Value.Dispose();
    }
}
