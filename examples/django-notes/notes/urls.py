from django.urls import path

from . import views

urlpatterns = [
    path("", views.index),
    path("api/notes", views.notes),
    path("health", views.health),
]
