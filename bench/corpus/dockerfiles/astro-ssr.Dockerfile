FROM node:22
WORKDIR /app
ENV HOST=0.0.0.0 PORT=3000
COPY . .
RUN npm install
RUN npm run build
EXPOSE 3000
CMD ["node", "./dist/server/entry.mjs"]
