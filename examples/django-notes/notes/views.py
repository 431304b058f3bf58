import json

from django.db import DatabaseError, connection
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt

from .models import Note


def index(request):
    if request.method == "POST":
        Note.objects.create(text=request.POST["text"])
        return redirect("/")
    return render(request, "notes/index.html", {"notes": Note.objects.all()[:20]})


@csrf_exempt
def notes(request):
    if request.method == "POST":
        note = Note.objects.create(text=json.loads(request.body)["text"])
        return JsonResponse({"id": note.id, "text": note.text}, status=201)
    return JsonResponse({"notes": [note.text for note in Note.objects.all()[:20]]})


def health(request):
    try:
        connection.ensure_connection()
    except DatabaseError:
        return JsonResponse({"status": "error", "database": connection.vendor}, status=503)
    return JsonResponse({"status": "ok", "database": connection.vendor})
