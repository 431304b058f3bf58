FROM node:20
WORKDIR /app
COPY . .
RUN npm install --omit=dev
EXPOSE 8080
CMD ["npm", "start"]
