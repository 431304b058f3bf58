FROM python:3.11
WORKDIR /app
COPY . .
RUN pip install -r requirements.txt gunicorn
EXPOSE 5000
CMD ["gunicorn", "--bind=0.0.0.0:5000", "startup:app"]
