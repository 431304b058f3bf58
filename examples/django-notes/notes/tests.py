from django.test import TestCase


class NotesTest(TestCase):
    def test_a_note_is_kept(self):
        made = self.client.post("/api/notes", {"text": "milk"}, content_type="application/json")
        self.assertEqual(made.status_code, 201)
        self.assertEqual(self.client.get("/api/notes").json(), {"notes": ["milk"]})

    def test_health(self):
        self.assertEqual(self.client.get("/health").json()["status"], "ok")
