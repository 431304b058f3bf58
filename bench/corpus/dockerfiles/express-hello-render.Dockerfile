FROM node:22-slim
WORKDIR /app
COPY . .
RUN yarn install --frozen-lockfile
EXPOSE 3001
CMD ["yarn", "start"]
