import os
import unittest

os.environ["METRICS_USER"] = "me"
os.environ["METRICS_PASS"] = "secret"
os.environ.pop("DATABASE_URL", None)

from app import app


class AppTest(unittest.TestCase):
    def setUp(self):
        self.client = app.test_client()

    def test_index_names_the_service(self):
        self.assertEqual(self.client.get("/").json["service"], "flask-metrics")

    def test_health_without_a_database(self):
        answer = self.client.get("/health")
        self.assertEqual(answer.status_code, 200)
        self.assertEqual(answer.json, {"status": "ok", "database": "not configured"})

    def test_metrics_ask_for_a_password(self):
        answer = self.client.get("/metrics")
        self.assertEqual(answer.status_code, 401)
        self.assertIn("Basic", answer.headers["WWW-Authenticate"])

    def test_metrics_refuse_a_wrong_password(self):
        self.assertEqual(self.client.get("/metrics", auth=("me", "wrong")).status_code, 401)
        self.assertEqual(self.client.get("/metrics", auth=("you", "secret")).status_code, 401)

    def test_metrics_count_requests(self):
        self.client.get("/health")
        answer = self.client.get("/metrics", auth=("me", "secret"))
        self.assertEqual(answer.status_code, 200)
        self.assertIn('app_requests_total{endpoint="health"}', answer.text)
