"""A small service that counts its own requests and shows the counts to Prometheus."""

import hmac
import os
import time

from flask import Flask, Response, g, jsonify, request
from prometheus_client import CONTENT_TYPE_LATEST, Counter, Histogram, generate_latest

# Fail at start rather than serve /metrics to everyone.
METRICS_USER = os.environ["METRICS_USER"]
METRICS_PASS = os.environ["METRICS_PASS"]
DATABASE_URL = os.environ.get("DATABASE_URL")
FLASK_ENV = os.environ.get("FLASK_ENV", "production")

app = Flask(__name__)

REQUESTS = Counter("app_requests", "Requests answered", ["endpoint"])
LATENCY = Histogram("app_request_seconds", "Time to answer a request")

# So that every worker shows all series from its first scrape.
for endpoint in ("index", "health", "metrics"):
    REQUESTS.labels(endpoint)


@app.before_request
def start_timer():
    g.started = time.perf_counter()


@app.after_request
def count(response):
    if request.endpoint in app.view_functions:
        REQUESTS.labels(request.endpoint).inc()
        LATENCY.observe(time.perf_counter() - g.started)
    return response


def database_state():
    if not DATABASE_URL:
        return "not configured"
    # psycopg2 is only needed where there is a database
    import psycopg2

    try:
        psycopg2.connect(DATABASE_URL, connect_timeout=2).close()
    except psycopg2.OperationalError:
        return "down"
    return "up"


def may_read_metrics(auth):
    if auth is None or auth.type != "basic":
        return False
    # both are always compared, each in constant time
    user_ok = hmac.compare_digest((auth.username or "").encode(), METRICS_USER.encode())
    password_ok = hmac.compare_digest((auth.password or "").encode(), METRICS_PASS.encode())
    return user_ok and password_ok


@app.get("/")
def index():
    return jsonify(service="flask-metrics", environment=FLASK_ENV)


@app.get("/health")
def health():
    database = database_state()
    healthy = database != "down"
    return jsonify(status="ok" if healthy else "error", database=database), 200 if healthy else 503


@app.get("/metrics")
def metrics():
    if not may_read_metrics(request.authorization):
        return Response("Authentication required\n", 401, {"WWW-Authenticate": 'Basic realm="metrics"'})
    return Response(generate_latest(), content_type=CONTENT_TYPE_LATEST)
