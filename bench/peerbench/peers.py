"""Optional peers: measured when their programs are in --bin, or on the PATH, and skipped with the reason when not."""
from .systems import rathole

FRPS = """bindAddr = "127.0.0.1"
bindPort = ${ctl}
proxyBindAddr = "127.0.0.1"
vhostHTTPPort = VHOST
log.to = "console"
log.level = "warn"
transport.tcpMux = MUX
auth.token = "t"
"""
FRPC = """serverAddr = "127.0.0.1"
serverPort = ${ctl}
log.to = "console"
log.level = "warn"
auth.token = "t"
transport.tls.enable = TLS
transport.tcpMux = MUX
transport.poolCount = POOL
[[proxies]]
name = "bench"
localIP = "127.0.0.1"
localPort = ${origin}
"""
FRP_HTTP = 'type = "http"\ncustomDomains = ["bench.local"]\n'
FRP_TCP = 'type = "tcp"\nremotePort = ${pub}\n'


def frp(kind, tls=False, mux=True, pool=0):
    def toml(text):
        for word, value in (("TLS", str(tls).lower()), ("MUX", str(mux).lower()), ("POOL", str(pool)),
                            ("VHOST", "${pub}" if kind == "http" else "${aux1}")):
            text = text.replace(word, value)
        return text
    return {
        "needs": ["${bin}/frps", "${bin}/frpc"],
        "server": ["${bin}/frps", "-c", "${dir}/frps.toml"],
        "client": ["${bin}/frpc", "-c", "${dir}/frpc.toml"],
        "files": {"frps.toml": toml(FRPS), "frpc.toml": toml(FRPC) + (FRP_HTTP if kind == "http" else FRP_TCP)},
        "host": "bench.local" if kind == "http" else None,
        "tls": "TLS, frps's own self-signed certificate, not verified (frp's default)" if tls else "none",
        "note": f"type={kind}, tcpMux={str(mux).lower()} (default true), poolCount={pool}",
    }


def rathole_noise():
    """The key pair comes from `rathole --genkey` at the start of the run."""
    return rathole('[server.transport]\ntype = "noise"\n[server.transport.noise]\nlocal_private_key = "${noise_priv}"\n',
                   '[client.transport]\ntype = "noise"\n[client.transport.noise]\nremote_public_key = "${noise_pub}"\n',
                   "Noise_NK_25519_ChaChaPoly_BLAKE2s (default pattern)")


def rathole_tls(kind="tls", both=False):
    """With `both`, visitors speak TLS as well, which rathole passes on to the origin."""
    server = f'[server.transport]\ntype = "{kind}"\n[server.transport.tls]\npkcs12 = "${{pfx}}"\npkcs12_password = "bench"\n'
    client = (f'[client.transport]\ntype = "{kind}"\n[client.transport.tls]\ntrusted_root = "${{ca}}"\n'
              'hostname = "localhost"\n')
    if kind == "websocket":
        server += "[server.transport.websocket]\ntls = true\n"
        client += "[client.transport.websocket]\ntls = true\n"
    system = rathole(server, client, "TLS (native-tls = OpenSSL), certificate verified", f"transport={kind}")
    if both:
        files = {name: text.replace("${origin}", "${origin_tls}") for name, text in system["files"].items()}
        system.update(files=files, scheme="https", tls="TLS on both legs, the tunnel's verified; visitors' ends at the origin")
    return system


def piko(tls=False):
    server = ["${bin}/piko", "server", "--proxy.bind-addr", "127.0.0.1:${pub}", "--upstream.bind-addr", "127.0.0.1:${ctl}",
              "--admin.bind-addr", "127.0.0.1:${aux1}", "--cluster.gossip.bind-addr", "127.0.0.1:${aux2}",
              "--proxy.access-log.disable", "--log.level", "warn", "--grace-period", "1s"]
    client = ["${bin}/piko", "agent", "http", "bench", "127.0.0.1:${origin}", "--access-log.disable", "--log.level", "warn",
              "--server.bind-addr", "127.0.0.1:${aux3}", "--grace-period", "1s", "--connect.url"]
    if tls:
        server += ["--upstream.tls.cert", "${cert}", "--upstream.tls.key", "${key}"]
        client += ["https://localhost:${ctl}", "--connect.tls.root-cas", "${ca}"]
    else:
        client += ["http://127.0.0.1:${ctl}"]
    return {"needs": ["${bin}/piko"], "server": server, "client": client, "host": "bench.local",
            "headers": {"x-piko-endpoint": "bench"}, "tls": "TLS, certificate verified" if tls else "none",
            "note": "HTTP endpoint (not TCP); access logs off on both sides (default on)"}


def chisel(tls=False):
    server = ["${bin}/chisel", "server", "--host", "127.0.0.1", "--port", "${ctl}", "--reverse"]
    client = ["${bin}/chisel", "client"]
    if tls:
        server += ["--tls-key", "${key}", "--tls-cert", "${cert}"]
        client += ["--tls-ca", "${ca}", "https://localhost:${ctl}"]
    else:
        client += ["http://127.0.0.1:${ctl}"]
    return {"needs": ["${bin}/chisel"], "server": server, "client": client + ["R:127.0.0.1:${pub}:127.0.0.1:${origin}"],
            "tls": "SSH over WebSocket over TLS (encrypted twice)" if tls else "SSH over WebSocket: always encrypted",
            "note": "one WebSocket carries all"}


def wstunnel(scheme):
    return {"needs": ["${bin}/wstunnel"],
            "server": ["${bin}/wstunnel", "--log-lvl", "WARN", "server", scheme + "://127.0.0.1:${ctl}"],
            "client": ["${bin}/wstunnel", "--log-lvl", "WARN", "client", "-R",
                       "tcp://127.0.0.1:${pub}:127.0.0.1:${origin}", scheme + "://127.0.0.1:${ctl}"],
            "tls": "TLS, embedded self-signed certificate, not verified (default)" if scheme == "wss" else "none",
            "note": "one WebSocket per tunnelled connection"}


def sish():
    return {"needs": ["${bin}/sish"],
            "server": ["${bin}/sish", "--ssh-address", "127.0.0.1:${ctl}", "--http-address", "127.0.0.1:${pub}",
                       "--authentication=false", "--bind-random-subdomains=false", "--force-requested-subdomains=true",
                       "--domain", "bench.local", "--private-keys-directory", "${dir}", "--load-templates=false",
                       "--authentication-keys-directory", "${dir}", "--https-certificate-directory", "${dir}",
                       "--log-to-stdout=false", "--verify-dns=false", "--idle-connection=false"],
            "client": ["ssh", "-F", "none", "-N", "-T", "-o", "StrictHostKeyChecking=no",
                       "-o", "UserKnownHostsFile=/dev/null", "-o", "ExitOnForwardFailure=yes", "-o", "LogLevel=ERROR",
                       "-o", "IdentitiesOnly=yes", "-i", "${dir}/sshkey", "-p", "${ctl}",
                       "-R", "app:80:127.0.0.1:${origin}", "bench@127.0.0.1"],
            "sshkey": True, "host": "app.bench.local", "tls": "SSH: always encrypted",
            "note": "the client is OpenSSH; idle timeouts off, request log off"}


PEERS = {
    "rathole-noise": rathole_noise(),
    "rathole-tls": rathole_tls(),
    "rathole-tls-both": rathole_tls(both=True),
    "rathole-wss": rathole_tls("websocket"),
    "frp-tcp": frp("tcp"),
    "frp-tcp-tls": frp("tcp", tls=True),
    "frp-tcp-nomux": frp("tcp", mux=False, pool=5),
    "frp-http": frp("http"),
    "frp-http-tls": frp("http", tls=True),
    "chisel": chisel(),
    "chisel-tls": chisel(tls=True),
    "piko-http": piko(),
    "piko-http-tls": piko(tls=True),
    "wstunnel-ws": wstunnel("ws"),
    "wstunnel-wss": wstunnel("wss"),
    "sish": sish(),
}
