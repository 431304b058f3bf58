#!/bin/sh
set -e

if [ -n "$POSTGRES_HOST" ]; then
    echo "Waiting for postgres..."
    while ! nc -z "$POSTGRES_HOST" 5432; do
        sleep 0.5
    done
fi

python manage.py migrate --noinput

exec "$@"
