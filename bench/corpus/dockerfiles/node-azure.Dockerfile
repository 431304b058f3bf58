FROM node:20-slim
WORKDIR /app
COPY . .
RUN npm install --omit=dev
EXPOSE 1337
CMD ["npm", "start"]
