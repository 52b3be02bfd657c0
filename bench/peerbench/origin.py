"""What stands behind every system: nginx with one worker, static files, and an upload target that counts; test certificates."""
import os
import re
import socket
import subprocess
import sys

from .ports import answers_hello, free_port
from .process import Process

MIB = 1 << 20
BIG = 256 * MIB
FILES = (("1k", 1024), ("64k", 65536), ("256m", BIG))

CONF = """daemon off; worker_processes 1; pid $D/o.pid; error_log $D/o.err warn; $USER worker_rlimit_nofile 16384;
events { worker_connections 8192; }
http { access_log off; default_type application/octet-stream; sendfile on; tcp_nodelay on;
 keepalive_requests 1000000000; keepalive_timeout 1h; client_max_body_size 0;
 client_body_temp_path $D/t1; proxy_temp_path $D/t2; fastcgi_temp_path $D/t3; uwsgi_temp_path $D/t4; scgi_temp_path $D/t5;
 open_file_cache max=16;
 server { listen 127.0.0.1:$P backlog=4096; $TLS root $F;
  location = /hello { default_type text/plain; return 200 "hello world\\n"; }
  location / { }
  # what a web application answers with: 12 fields
  location = /page { default_type "text/html; charset=utf-8"; add_header Cache-Control "private, no-cache";
   add_header Content-Security-Policy "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'";
   add_header X-Content-Type-Options nosniff; add_header Referrer-Policy same-origin; add_header X-Frame-Options DENY;
   add_header Strict-Transport-Security "max-age=31536000"; add_header ETag '"5f3a-64b1"';
   add_header Set-Cookie "session=3q2_7wAAAABvYz1hbm9uOmJlbmNoOjE3NjM5MDI4MDA; Path=/; HttpOnly; SameSite=Lax";
   return 200 "<!doctype html><title>bench</title>\n"; }
  # the whole body is read into memory first (proxy_request_buffering on), then a bodiless request gets the 200
  location = /upload { client_body_in_file_only off; client_body_buffer_size 272m; proxy_request_buffering on;
   proxy_pass_request_body off; proxy_method GET; proxy_set_header Content-Length ""; proxy_set_header Expect "";
   proxy_http_version 1.0; proxy_pass http://unix:$D/ok.sock:/; add_header X-Request-Length $request_length always; } }
 server { listen unix:$D/ok.sock; location / { return 200 "ok\\n"; } } }
"""


def nginx_user():
    """Started as root, nginx would give its workers to a user that can't read the run directory."""
    return "user root;" if os.geteuid() == 0 else ""


def start(port, directory, files, tls=""):
    """The origin on that port, serving `files`; `tls` are further directives, to listen with TLS as well."""
    conf = CONF.replace("$D", directory).replace("$P", str(port)).replace("$F", files).replace("$USER", nginx_user())
    conf = conf.replace("$TLS", tls)
    path = os.path.join(directory, "origin.conf")
    with open(path, "w") as f:
        f.write(conf)
    return Process("origin", ["nginx", "-p", directory, "-e", directory + "/o.err", "-c", path], None, directory,
                   directory + "/origin.log")


def tls(port, certificates):
    """The directives that have the origin listen with TLS on a further port."""
    if not os.path.exists(certificates["cert"]):
        return ""
    return (f"listen 127.0.0.1:{port} ssl backlog=4096; ssl_certificate {certificates['cert']}; "
            f"ssl_certificate_key {certificates['key']}; ssl_session_cache shared:o:10m;")


def make_files(directory):
    """The static files, made once, and read so that they are in the page cache."""
    os.makedirs(directory, exist_ok=True)
    for name, size in FILES:
        path = os.path.join(directory, name)
        if not os.path.exists(path) or os.path.getsize(path) != size:
            with open(path + ".new", "wb") as f:
                for start_at in range(0, size, MIB):
                    f.write(os.urandom(min(size - start_at, MIB)))
            os.replace(path + ".new", path)
        with open(path, "rb") as f:
            while f.read(8 * MIB):
                pass


def make_certificates(directory):
    """A test CA and a certificate for localhost and 127.0.0.1; the paths by name. Without openssl, paths to nothing."""
    os.mkdir(directory)
    paths = {name: os.path.join(directory, file)
             for name, file in (("ca", "ca.crt"), ("cert", "s.crt"), ("key", "s.key"), ("pfx", "s.pfx"))}
    with open(os.path.join(directory, "ext"), "w") as f:
        f.write("basicConstraints=CA:FALSE\nsubjectAltName=DNS:localhost,IP:127.0.0.1\nextendedKeyUsage=serverAuth\n")
    commands = (
        "req -x509 -newkey rsa:2048 -nodes -sha256 -days 30 -subj /CN=bench -keyout ca.key -out ca.crt",
        "req -newkey rsa:2048 -nodes -sha256 -subj /CN=localhost -keyout s.key -out s.csr",
        "x509 -req -in s.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 30 -sha256 -extfile ext -out s.crt",
        "pkcs12 -export -out s.pfx -inkey s.key -in s.crt -certfile ca.crt -passout pass:bench")
    try:
        for command in commands:
            subprocess.run(["openssl"] + command.split(), check=True, capture_output=True, timeout=60, cwd=directory)
    except (OSError, subprocess.SubprocessError) as e:
        print("no test certificates:", e, file=sys.stderr)
    return paths


def selftest(bench):
    """The origin answers an upload only when the whole body is in, and counts it; the files have their sizes."""
    directory = os.path.join(bench.directory, "selftest")
    os.mkdir(directory)
    port = free_port()
    process = start(port, directory, bench.files)
    try:
        bench.wait(lambda: answers_hello(port, None, None, 1), 10, process, "origin")
        for framing in ("Content-Length: 2000000", "Transfer-Encoding: chunked"):
            _check_upload(port, framing)
        for name, size in (("hello", 12),) + FILES:
            _check_download(port, name, size)
    finally:
        process.stop()
    print("selftest ok")


def _check_upload(port, framing):
    half = b"x" * 1000000
    chunked = "chunked" in framing
    frame = b"f4240\r\n" + half + b"\r\n" if chunked else half
    with socket.create_connection(("127.0.0.1", port)) as s:
        s.sendall(f"POST /upload HTTP/1.1\r\nHost: x\r\n{framing}\r\n\r\n".encode() + frame)
        s.settimeout(1.0)
        try:
            early = s.recv(100)
        except socket.timeout:
            early = b""
        s.settimeout(10)
        s.sendall(frame + (b"0\r\n\r\n" if chunked else b""))
        answer = s.recv(1000)
    length = re.search(rb"X-Request-Length: (\d+)", answer)
    print(f"selftest {framing}: early answer {early[:20]!r}, then {answer[:15]!r}, length {length and int(length.group(1))}")
    assert not early and answer.startswith(b"HTTP/1.1 200") and int(length.group(1)) >= 2000000


def _check_download(port, name, size):
    out = subprocess.run(["curl", "-s", "-o", "/dev/null", "-w", "%{http_code} %{size_download}",
                          f"http://127.0.0.1:{port}/{name}"], capture_output=True, text=True, timeout=60).stdout
    print("selftest", name, out)
    assert out == f"200 {size}"
