FROM python:3.13-slim
WORKDIR /app
COPY . .
RUN pip install flask
EXPOSE 8000
CMD flask --app flaskr init-db && flask --app flaskr run --host 0.0.0.0 --port 8000
