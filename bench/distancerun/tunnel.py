"""A relay and visitors on this side of the path; an agent, nginx, and a server that reads nothing on the other."""
import os
import sys

from peerbench.origin import nginx_user
from peerbench.ports import free_port

from .paths import wait_line

CONF = """daemon off; master_process off; pid $D/nginx.pid; error_log $D/nginx.err warn; $USER
events { worker_connections 1024; }
http { access_log off; default_type application/octet-stream; client_max_body_size 0; sendfile on; tcp_nodelay on;
 client_body_temp_path $D/t1; proxy_temp_path $D/t2; fastcgi_temp_path $D/t3; uwsgi_temp_path $D/t4; scgi_temp_path $D/t5;
 server { listen $A:$P; root $D/files;
  location = /hello { return 200 "hello world\\n"; }
  location / { }
  # the whole body is read into memory first, then a request without it gets the 200
  location = /upload { client_body_in_file_only off; client_body_buffer_size 272m; proxy_request_buffering on;
   proxy_pass_request_body off; proxy_method GET; proxy_set_header Content-Length ""; proxy_http_version 1.0;
   proxy_pass http://127.0.0.1:$P/hello; add_header X-Request-Length $request_length always; }
  location = /deaf { proxy_request_buffering off; proxy_http_version 1.1; proxy_pass http://127.0.0.1:$Q; } } }
"""
# A listening socket that nobody accepts from: the kernel takes what its buffers hold, and then nothing more.
DEAF = "import signal, socket, sys; s = socket.create_server(('127.0.0.1', int(sys.argv[1]))); print('ready', flush=True); signal.pause()"
HUGE = 1 << 34  # sparse


class Tunnel:
    """Everything that one path connects. `direct` and `relay` are where visitors go, `host` is what they ask the relay for."""

    def __init__(self, path, directory, options):
        self.path, self.options = path, options
        self.directory = os.path.join(directory, path.name)
        self.processes = {}

    def start(self):
        self.path.start()
        port, relay_port = free_port(), free_port()
        self._start_local(port)
        relay = f"{self.path.near}:{relay_port}"
        self._portsicle("relay", self.path.run, "relay", "--listen", f"http://{relay}", "--open", "--data-dir",
                        os.path.join(self.directory, "relay"))
        wait_line(self.processes["relay"], rb"Relay listening on ")
        # one link: a stream that stalls shares it with the one that is measured
        self._portsicle("agent", self.path.run_far, "http", str(port), "--relay", "http://" + self.path.to_relay(relay_port),
                        "--name", "far", "--links", "1")
        self.host = wait_line(self.processes["agent"], rb"Your public url: http://([^/\s]+)")[1].decode()
        self.relay, self.direct = relay, self.path.to_local(port)

    def file(self):
        return os.path.join(self.directory, "files", "file")

    def cpu_seconds(self):
        return {**{name: p.cpu_seconds() for name, p in self.processes.items()}, "path": self.path.cpu_seconds()}

    def stop(self):
        for process in list(self.processes.values())[::-1]:
            process.stop()
        self.path.stop()

    def _start_local(self, port):
        deaf_port = free_port()
        os.makedirs(os.path.join(self.directory, "files"))
        with open(self.file(), "wb") as f:
            f.write(os.urandom(self.options.mib << 20))
        with open(os.path.join(self.directory, "files", "huge"), "wb") as f:
            f.truncate(HUGE)
        conf = os.path.join(self.directory, "nginx.conf")
        with open(conf, "w") as f:
            f.write(CONF.replace("$D", self.directory).replace("$P", str(port)).replace("$Q", str(deaf_port))
                    .replace("$A", self.path.local_listens).replace("$USER", nginx_user()))
        self.processes["deaf"] = self.path.run_far("deaf", [sys.executable, "-c", DEAF, str(deaf_port)])
        wait_line(self.processes["deaf"], rb"ready")
        self.processes["nginx"] = self.path.run_far("nginx", ["nginx", "-p", self.directory, "-e", self.directory + "/nginx.err",
                                                              "-c", conf])

    def _portsicle(self, name, run, *arguments):
        self.processes[name] = run(name, [os.environ.get("PORTSICLE", "./portsicle"), *arguments])
