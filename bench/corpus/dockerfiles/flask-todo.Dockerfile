FROM python:3.13-slim
WORKDIR /app
COPY . .
RUN pip install flask flask-sqlalchemy gunicorn
EXPOSE 8000
CMD ["gunicorn", "-b", "0.0.0.0:8000", "app:app"]
