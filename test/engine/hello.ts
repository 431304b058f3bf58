/** A small project for engine tests: a server that says hello. */
export const START = 'FROM python:3.13-slim\nWORKDIR /app\n';
export const SERVER = `${START}COPY . .\nEXPOSE 8000\nCMD ["python", "app.py"]\n`;

/** A server that says hello, after what is given has run. */
export const hello = (first = '', host = '0.0.0.0'): string => `import os, signal, sys, time
from http.server import BaseHTTPRequestHandler, HTTPServer

signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
${first}


class Hello(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("content-type", "text/plain")
        self.end_headers()
        self.wfile.write(b"hello\\n")


HTTPServer(("${host}", 8000), Hello).serve_forever()
`;
export const HELLO = { Dockerfile: SERVER, 'app.py': hello() };
export const SILENT = {
  Dockerfile: SERVER,
  'app.py': 'import time\nprint("dreaming", flush=True)\ntime.sleep(600)\n',
};
/** s that a start may take: what never comes need not be waited for long. */
export const IMPATIENT = { 'shipshape.yaml': 'start:\n  timeout: 4\n' };
