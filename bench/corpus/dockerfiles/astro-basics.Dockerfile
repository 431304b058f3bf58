FROM node:22-slim
WORKDIR /app
COPY . .
RUN npm install
RUN npm run build
EXPOSE 3000
CMD ["npx", "astro", "preview", "--host", "--port", "3000"]
