FROM node:20
WORKDIR /app
COPY . .
RUN npm ci
EXPOSE 5000
CMD ["node", "server.js"]
