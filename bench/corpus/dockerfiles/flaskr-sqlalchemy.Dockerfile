FROM python:3.13
WORKDIR /app
COPY . .
RUN pip install -e .
EXPOSE 8000
CMD flask --app flaskr init-db && flask --app flaskr run --host 0.0.0.0 --port 8000
