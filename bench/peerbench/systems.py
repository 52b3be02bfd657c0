"""The systems that `bench/compare` knows without help: what to start, with which configuration.

A system is a mapping; only `server` and `client` matter, and both may be absent: then the load goes straight to the origin.
  server, client     argv lists. ${bin} ${dir} (a fresh run directory) ${origin} (the origin's port) ${origin_tls} (the same with TLS) ${pub} (the port that the
                     load uses) ${ctl} ${aux1} ${aux2} ${aux3} (free ports) ${cert} ${key} ${ca} ${pfx} (a test CA and a
                     certificate for localhost and 127.0.0.1) and environment variables are replaced
  scheme             how a visitor comes: "http" (default) or "https"
  h2                 whether visitors may speak HTTP/2 (default no); otherwise workloads of that kind are left out
  files              {name: text} written into ${dir} before the start, with the same replacements
  env                {name: value} added to the environment of both
  host, headers      the Host field to send (where it routes), further request fields
  ready              the port that the server must accept on before the client starts: "ctl" (default), "pub", a number, "none"
  warmup             seconds of mixed warm-up after the start (default 0; 45 for a JVM)
  ready_timeout      seconds until the first good response through the tunnel (default 20)
  needs              programs that must exist, else the system is skipped
  fixed_ports        ports that it insists on
  tls, note          words for the report
More of them: peers.py, or a JSON file of such mappings by name, given with --extra.
"""
import os

from .origin import nginx_user

NGINX_PROXY = """daemon off; worker_processes 1; pid ${dir}/p.pid; error_log ${dir}/p.err warn; USER
worker_rlimit_nofile 16384;
events { worker_connections 8192; }
http { access_log off; keepalive_requests 1000000000; keepalive_timeout 1h; sendfile on; tcp_nodelay on;
 client_max_body_size 0; client_body_temp_path ${dir}/p1; proxy_temp_path ${dir}/p2; fastcgi_temp_path ${dir}/p3;
 uwsgi_temp_path ${dir}/p4; scgi_temp_path ${dir}/p5;
 upstream o { server 127.0.0.1:${origin}; keepalive 512; keepalive_requests 1000000000; }
 server { listen 127.0.0.1:${pub} backlog=4096;
  location / { proxy_pass http://o; proxy_http_version 1.1; proxy_set_header Connection "";
   proxy_max_temp_file_size 0; proxy_request_buffering off; proxy_buffers 8 32k; proxy_buffer_size 8k; } } }
"""


def nginx_proxy():
    return {
        "server": ["nginx", "-p", "${dir}", "-e", "${dir}/p.err", "-c", "${dir}/proxy.conf"],
        "files": {"proxy.conf": NGINX_PROXY.replace("USER", nginx_user())},
        "ready": "pub", "tls": "none",
        "note": "plain reverse proxy, 1 worker, upstream keep-alive: not a tunnel, the mark to pass",
    }


def rathole(server_transport="", client_transport="", tls="none",
            note="one TCP connection per tunnelled connection; knows nothing of HTTP"):
    server = ('[server]\nbind_addr = "127.0.0.1:${ctl}"\n' + server_transport
              + '[server.services.bench]\ntoken = "t"\nbind_addr = "127.0.0.1:${pub}"\n')
    client = ('[client]\nremote_addr = "127.0.0.1:${ctl}"\n' + client_transport
              + '[client.services.bench]\ntoken = "t"\nlocal_addr = "127.0.0.1:${origin}"\n')
    return {
        "needs": ["${bin}/rathole"],
        "server": ["${bin}/rathole", "--server", "${dir}/server.toml"],
        "client": ["${bin}/rathole", "--client", "${dir}/client.toml"],
        "files": {"server.toml": server, "client.toml": client},
        "env": {"RUST_LOG": "warn"}, "tls": tls, "note": note,
    }


def bore():
    return {
        "needs": ["${bin}/bore"],
        "server": ["${bin}/bore", "server", "--bind-addr", "127.0.0.1", "--min-port", "${pub}", "--max-port", "${pub}"],
        "client": ["${bin}/bore", "local", "${origin}", "--local-host", "127.0.0.1", "--to", "127.0.0.1", "--port", "${pub}"],
        "env": {"RUST_LOG": "warn"}, "fixed_ports": [7835], "ready": "7835", "tls": "none",
        "note": "one TCP connection per tunnelled connection; knows nothing of HTTP",
    }


TLS_WORDS = {"": "none", "tunnel": "TLS on the tunnel, certificate verified", "both": "TLS on both legs, the tunnel's verified"}


def portsicle(tls="", links=2):
    """The launcher at the root of this checkout (or PORTSICLE); it execs the JVM, so that CPU and memory are counted."""
    program = os.path.abspath(os.environ.get("PORTSICLE", "./portsicle"))
    visitors = ("https" if tls == "both" else "http") + "://127.0.0.1:${pub}"
    server = [program, "relay", "--open", "--data-dir", "${dir}", "--listen", visitors]
    client = [program, "http", "127.0.0.1:${origin}", "--name", "bench", "--links", str(links), "--relay"]
    if tls == "tunnel":
        server += ["--listen", "https://127.0.0.1:${ctl}"]
    if tls:
        server += ["--tls-cert", "${cert}", "--tls-key", "${key}"]
        client += ["https://localhost:" + ("${pub}" if tls == "both" else "${ctl}"), "--ca", "${ca}"]
    else:
        client += ["http://127.0.0.1:${pub}"]
    return {
        "needs": [program], "server": server, "client": client, "ready": "pub", "host": "bench.localhost",
        "scheme": "https" if tls == "both" else "http", "h2": True,
        "warmup": 45, "ready_timeout": 120, "tls": TLS_WORDS[tls],
        "note": "HTTP understood at both ends; %d link%s carry all" % (links, "s" if links > 1 else ""),
    }


SYSTEMS = {
    "direct": {"note": "no tunnel: straight to the origin", "tls": "none"},
    "nginx-proxy": nginx_proxy(),
    "rathole": rathole(),
    "bore": bore(),
    "portsicle": portsicle(),
    "portsicle-1-link": portsicle(links=1),
    "portsicle-tls": portsicle(tls="tunnel"),
    "portsicle-tls-both": portsicle(tls="both"),
}
