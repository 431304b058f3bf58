FROM python:3.11
WORKDIR /app
COPY requirements.txt .
RUN pip install -r requirements.txt
COPY . .
ENV PYTHONPATH=/app/src
CMD ["flask", "--app", "task_app", "run", "--host", "0.0.0.0"]
